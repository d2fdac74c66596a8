"""What a text says its pictures show: codes, money, uniforms, maps without approval, before and after."""

from collections.abc import Iterator

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.rules import is_of
from masthead.compliance.engine.structure import Profile, structure
from masthead.compliance.engine.structure.links import LISTS

PICTURE = r"(?:[\[【(](?:首|配|插|头|封面|主|附|长|题)?图(?:片)?[^\]】)\n]{0,4}[:：,，\s]?|[\[【(](?:封面|海报|照片|画面|视频|镜头)[^\]】)\n]{0,3}[:：]|配图|插图|封面|头图|主图|题图|海报|图[一二三四五六七八九十\d]{1,9}|[上下本]图|图中|图里|图片|画面|首图|长图|照片|视频里|视频中|镜头|背景板|展板|宣传图|kv|九宫格|(?<![a-z0-9])p[1-9](?![a-z0-9])|第[一二三四五六七八九\d]张(?:图)?)"
ELEMENT = (
    r"(?:二 ?维 ?码|小?方块码|方形黑白码|黑白(?:方)?码|方形码|小方块[码图]?|红票子|红钞|真钞|一沓沓|一捆捆(?:钱|现金)|钱堆|🚬|💵|小程序码|微信号|收款码|qr ?码|联系方式|手机号|微信码|扫码加|群码|人民币|百元(?:大)?钞|大钞|钞票|现金|美元|美钞|一沓(?:沓)?钱|纸币|毛爷爷|警服|警徽|军装|军服|迷彩服|作训迷彩|作训服|臂章|jun ?衔|臂 ?zhang|军人|警察|法袍|制服徽章|军衔|肩章|"
    r"国旗|国徽|五星红旗|党旗|党徽|军旗|军徽|天安门|香烟|抽烟|吸烟|叼着?烟|夹着?烟|点着烟|烟头|雪茄|电子烟|枪|步枪|手枪|弹药|匕首|砍刀|血腥|血迹|伤口|裸体|裸露|全裸|半裸|走光|露点|三点式|丁字裤|光着身子|光着上身|光屁股|未穿上衣|重点部位|私处|一丝不挂|赌|骰子|筹码|红十字|"
    r"五环|奥运标志|领导人|国家领导|毛主席|病历|身份证|中国地图|世界地图|版图|(?:某音|抖音|快手|小红书|别家|其他平台|对家|b站|微博)(?:的)?(?:水印|logo|角标|标)|别人的?水印|(?:某|x)?明星(?:照|剧照|肖像)?|艺人照|剧照|迪士尼|米老鼠|动漫人物|驾照|车牌)"
)
SHOWN = regex.compile(
    rf"{PICTURE}[\]】]?[^。!?;\n\]】]{{0,30}}?{ELEMENT}|{ELEMENT}[^。!?;\n]{{0,10}}(?:放|印|p|贴|做|铺|摆|出现|露)(?:在|进|到|上|入)(?:了)?[^。!?;\n]{{0,6}}(?:配图|封面|图上|图里|海报|首图|主图|背景|画面|图片|角落)"
)
SPOKEN = regex.compile(
    r"不(?:要|得|含|能|可|应|会|许|涉及|出现|放)|勿|无(?!审|授权|版权|许可|码)|没有(?!审|授|取得|经|许)|禁止|严禁|避免|删(?:除|去|掉)|去掉|提醒|遮挡|打码|马赛克|已?授权|审图号 ?[::]? ?g|审图号[::]?\(?[gs京沪苏浙粤]|真枪|水枪|胶枪|喷枪|筋膜枪|枪鱼|玩具|禁烟|戒烟|控烟|禁毒|升旗|纪念|阅兵|退役(?!的)|烈士|投放提醒|规范|检查|反诈|已撤[下回]|已删|警惕|参观|打卡|馆藏|展出|合影|支付码|停车|点单|菜单|签到|无障碍"
)
APPROVED = regex.compile(
    r"审图号(?: ?[::为]? ?\(?(?:gs|[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂宁新藏]s?)|[^,。]{0,4}\d)"
)
# What a picture shows though the word for the picture stands elsewhere in the sentence.
SCENES = regex.compile(
    r"(?:叼|夹|抽|点)(?:着|了|上)?[^,。!?;\n]{0,8}(?:香烟|卷烟|雪茄|电子烟|烟头|烟卷|🚬|烟(?=[,。!?;]|$))|"
    r"(?:方向盘|驾驶座|驾驶位|开着车)[^。!?;\n]{0,16}(?:酒杯|高脚杯|酒瓶|啤酒|红酒|白酒|举杯|碰杯)|(?:酒杯|高脚杯|酒瓶|举杯)[^。!?;\n]{0,16}(?:方向盘|驾驶座|驾驶位)|"
    r"偷拍(?:的|到|了)?[^。!?;\n]{0,10}(?:小姐姐|路人|姑娘|女生|女孩|顾客|小哥|孩子|情侣|大爷|阿姨)"
)
SCENE_OF = regex.compile(rf"{PICTURE}|大片|写真|出片|封面|九宫格|画风")
STOPPED = regex.compile(
    r"不(?:要|得|能|可|应|会|许)|禁|戒|勿|控烟|打码|裁|举报|曝光|违法|酒驾|处罚|拘留|维权|警惕|打击|剧照|电影|公益"
)
MAP = regex.compile(
    r"(?:自己|随手|手工|手)?(?:画|绘|制作|做|p|描|设计)(?:的|了|一[张幅])[^,。!?;\n]{0,6}(?:中国|全国|世界)?地图|(?:中国|全国|世界)地图[^。!?;\n]{0,14}(?:无|没有|未(?:标|注|送|取得)?|没(?:标|送)?)[^,。!?;\n]{0,4}(?:审图|审核|审批)"
)
BEFORE_AFTER = regex.compile(
    r"(?:左|上|第一张|p1|图1|图一|before|术前|使用前|用前|敷前|治疗前|之前|减肥前|瘦身前|用之前|没用|护理前|植发前|祛斑前|祛痘前|前)[^。!?\n]{0,24}?(?:右|下|第二张|p2|图2|图二|after|术后|使用后|用后|敷后|治疗后|之后|减肥后|瘦身后|用完|做完|做之?后|护理后|植发后|后)[^。!?\n]{0,24}(?:对比|差别|差距|变化|效果|斤|判若|同一个?人|光滑|不见|没了|消失|白|瘦|紧致|斑|痘|月|周|天|样子|见证|自己[^,。]{0,2}(?:比|品|看))|"
    r"(?:shu|术)前[^。!?\n]{0,4}(?:shu|术)后[^。!?;\n]{0,4}(?:对比|对笔|对照|图|照)|(?:前后|术前术后|before ?(?:&|and|/|vs)? ?after|用前用后|使用前后|敷前敷后)[^。!?;\n]{0,4}(?:对比|差别|变化|对照|判若|差距|效果图|反差|照|图)|对比(?:图|照)"
)
BODY = regex.compile(
    r"脸|皮肤|肌肤|痘|斑|皱|疤|毛孔|黑头|眼袋|法令纹|肤色|瘦|斤|下巴|下颌|脖|泪沟|腰|腿|肚|胸|鼻|牙|头发|发际|发量|植发|脱发|术[前后]|敷|治疗|祛|医美|热玛吉|整形|双眼皮|烂脸|红血丝|妊娠纹|白发|甲沟|湿疹|患处|伤|孕肚|体型|身材|美白|护肤|精华|面膜|疗程|血糖"
)
NOT_BODY = regex.compile(
    r"装修|改造|房|客厅|厨房|收纳|清洗|洗衣|保洁|翻新|阳台|家具|车|地板|油污|水垢|墙|照片修|相机|镜头|(?<![不没无]开|[不没无]加|不用|没用|[无零])滤镜|无(?:前后)?对比|没有对比|对[比照]图?(?:不能|不得|别|禁|一律)|不(?:含|放|用|得|要|能)[^,。]{0,10}(?:对比|前后)"
)


def _scenes(document: Document) -> Iterator[Hit]:
    text = document.folded
    for match in SCENES.finditer(text):
        first, last = document.sentence_at(match.start())
        around = text[max(0, first - 8) : last]
        if SCENE_OF.search(around) and not STOPPED.search(around):
            yield Hit(*match.span())


@structure("image.element", "二维码", "二 维 码", "方块", "黑白", "方形码", "票子", "真钞", "一沓", "钱堆", "🚬", "💵", "方向盘", "驾驶", "偷拍", "小程序码", "微信", "收款码", "联系方式", "手机号", "群码", "qr", "人民币", "钞", "现金", "美元", "一沓", "纸币", "毛爷爷", "警服", "警徽", "作训", "臂章", "jun", "zhang", "军装", "军服", "迷彩", "军人", "警察", "法袍", "徽章", "军衔", "肩章", "国旗", "国徽", "五星红旗", "党旗", "党徽", "军旗", "军徽", "天安门", "烟", "雪茄", "枪", "弹药", "匕首", "砍刀", "血腥", "血迹", "伤口", "裸", "走光", "露点", "三点式", "丁字裤", "光着", "光屁股", "未穿", "重点部位", "私处", "一丝不挂", "赌", "骰子", "筹码", "红十字", "五环", "奥运标志", "领导", "毛主席", "病历", "身份证", "地图", "版图", "水印", "明星", "艺人照", "剧照", "迪士尼", "米老鼠", "动漫人物", "驾照", "车牌", entry=(SCENES, SHOWN, MAP))  # fmt: skip
def shown(document: Document, profile: Profile) -> Iterator[Hit]:
    text = document.folded
    yield from _scenes(document)
    for match in (*SHOWN.finditer(text), *MAP.finditer(text)):
        first, last = document.sentence_at(match.start())
        around = text[first:last]
        if "地图" in match.group() or "版图" in match.group():
            if APPROVED.search(text) or regex.search(r"不含|标准地图|示意|手绘地图导览|没有国界|景区|校园", text):
                continue
        elif SPOKEN.search(around):
            continue
        if (
            "码" in match.group()
            and profile.platform in LISTS["codes_are_usual"]
            and not regex.search(r"微信|群|加|私", around)
        ):
            continue
        yield Hit(*match.span())


@structure("image.before_after", "对比", "shu前", "对笔", "前后", "before", "p1", "术前", "用前", "敷前", "用之前", "做之前", "第一张", "治疗前", "前满", "肥前", "身前", "理前", "发前", "斑前", "痘前", "左边", "左图", "左侧", "左:", "左是", "判若")  # fmt: skip
def compared(document: Document, profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in BEFORE_AFTER.finditer(text):
        first, last = document.sentence_at(match.start())
        around = text[max(0, first - 30) : last]
        if not BODY.search(around) or NOT_BODY.search(around):
            continue
        if match.group() in {"对比图", "对比照"} and not is_of(
            profile.industry, ("化妆品", "医疗", "保健", "医美", "美容", "药", "护肤")
        ):
            continue
        if not regex.search(r"图|照|p1|左|右|对比|before|见证|样子|张", around):
            continue
        yield Hit(*match.span())
