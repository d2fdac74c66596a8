"""What a machine made must say so, and nobody may take the mark away."""

from collections.abc import Iterator

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import Profile, structure

TOOL = (
    r"(?:(?<![a-z])ai(?![a-z])|aigc|人工智能|大模型|midjourney|(?<![a-z])mj(?![a-z])|stable ?diffusion|(?<![a-z])sd(?![a-z0-9])|(?<![a-z])sora|dall.?e|可灵|即梦|文心一格|文心一言|"
    r"通义万相|通义|豆包|chat ?gpt|(?<![a-z])gpt-?\d?|deepseek|runway|comfyui|niji|(?<![a-z])suno|kimi|混元|heygen|算法|机器学习|深度合成)"
)
MAKES = r"(?:画|绘|写|做|制作|跑|出图|出的|生图|生成|合成|换脸|换的|换了|换上|配音|配的|复活|克隆|创作|作画|撰写|p的?|p成|渲染|拼出|变出|编|谱|唱|捏|造|造型|作曲|模拟|还原|仿|扩图|成片|脚本|代笔|整出|搞出|弄出|炼|搞定|出稿|完成|代劳)"
MADE = regex.compile(
    rf"{TOOL}[^,。!?;\n]{{0,10}}{MAKES}[^,。!?;\n]{{0,6}}(?:的|了|成|出|完|图|片|作|稿|而|,|。|!|$)|(?:用|靠|拿|让|由|被|借助|通过)(?:了)?[^,。!?;\n]{{0,6}}{TOOL}[^,。!?;\n]{{0,8}}{MAKES}|"
    rf"(?:ai|一键)换脸|(?:提示词|咒语|prompt)[^,。!?;\n]{{0,4}}(?:跑|生成|画|搓|抽|炼|出)(?:出来|出|成)?(?:的|了)|(?:声音|音色|嗓音|人声|脸|形象)[^,。!?;\n]{{0,6}}(?:克隆|合成|复刻)(?:的|了|出)|{TOOL}(?:模特|主图|插画|海报|配图|封面|写真|歌|音乐|视频|短片|出图|绘图|美女|试穿图|效果图|作品)"
)
# One of them is in all that MADE finds.
NAMED = ("ai", "人工智能", "大模型", "midjourney", "mj", "diffusion", "sd", "sora", "dall", "可灵", "即梦", "文心", "通义", "豆包", "gpt", "deepseek", "runway", "comfyui", "niji", "suno", "kimi", "混元", "heygen", "算法", "机器学习", "换脸", "克隆", "合成", "复刻", "提示词", "咒语", "prompt")  # fmt: skip
MARK = regex.compile(
    r"(?:ai|人工智能|aigc)[^,。!?;\n]{0,4}(?:辅助)?(?:生成|合成)(?!能力|功能|技术|工具|平台|服务|模型|课|标识|的?(?:水印|角标|标记))|(?:生成|合成)[^,。!?;\n]{0,4}(?:ai|人工智能)|"
    r"(?:已|均|全程|持续|显著|开启|添加|标注|标明|带有|附)[^,。!?;\n]{0,8}(?:ai|人工智能|数字人|虚拟)?[^,。!?;\n]{0,4}(?:标识|标注|水印|声明|字样)|(?:标识|声明)已(?:开|打开|添加)|虚构演绎"
)
ABOUT = regex.compile(
    r"游戏|皮肤上线|(?:绘画|写作|设计|短片)课[::]|第[一二三四五六七八九\d]+[节讲]讲|版权归|归谁|判例|法律|招聘|岗位|工程师|产品经理|算法岗|薪资|新规|办法|国家标准|规定|条例|须(?:添加|标)|应当|需要标|产业|论坛|峰会|大会|讲座|培训|课程|公开课|科普|区别|怎么看|是什么|如何识别|识别ai|防骗|诈骗|骗局|警惕|研究|论文|"
    r"发布会|展会|推出.{0,6}功能|芯片|算力|支持.{0,6}功能|投诉|举报|处罚|判决|采购|服务商|系统上线|搜索|问答|客服系统|不(?:用|使用|做|接受|采用)[^,。]{0,6}ai|没有(?:使用|用)|非ai|不是ai|并非ai|拒绝ai|人工审核|行业影响|监管"
)
PERSON = regex.compile(
    r"(?:数字人|虚拟[\u4e00-\u9fff]{0,4}(?:主播|人(?!数)|偶像|形象|代言人|员工|导购|客服|讲师|老师|顾问|管家|主持|助理)|数字(?:分身|员工|替身|主播|讲师|主持)|ai ?(?:主播|数字人|分身|替身|主持|讲师|老师|导游|客服小姐姐)|(?:克隆|复刻)(?:人|的主播)|电子(?:分身|主播)|仿真人)"
    r"[^。!?;\n]{0,20}(?:直播|带货|讲解|主持|开播|上岗|换班|24小时|二十四小时|全天|通宵|出镜|播报|陪你|陪您|服务|接待|介绍|推荐|上线|值班|解答|代言|卖货|上阵|见|讲|播)|"
    r"(?:由|请|让|主播是|主讲是|换成|都是|其实是|背后是)[^,。!?;\n]{0,12}(?:数字人|虚拟(?:主播|人|形象)|数字分身|ai ?主播|电子分身|虚拟主持)|"
    r"(?:训练|克隆|复制|定制|捏|生成)(?:出来|好|出)?的?(?:数字)?(?:分身|替身)(?!术)"
)
SIGN = r"(?:ai|人工智能|生成|合成|aigc|数字人|机器)?[^,。!?;\n]{0,6}(?:标识|标记|水印|角标|标签|元数据|字样|那行(?:小?字|标)|提示语|logo|声明|痕迹)"
AWAY = r"(?<!已|打|公|展|请)(?:去除?|抹|裁|擦|p|盖|遮|删|消|关(?!键|于|注|系|联)|隐藏|截|剪|切|糊|藏|弄|清|扣|涂|撕|绕过|躲|避开|规避|洗|取消|移除|屏蔽|消除)(?:掉|去|除|了|没|住|干净|过)?"
GONE = regex.compile(
    rf"{AWAY}[^。!?;\n]{{0,14}}{SIGN}|{SIGN}[^。!?;\n]{{0,10}}(?:被|我|已|给|都|全|一键|也|直接|先|就|统统|可以|能)*{AWAY}"
)
MACHINE = regex.compile(
    rf"{TOOL}|生成(?:合成)?(?:内容)?(?:标识|水印)|数字人|虚拟人|换脸|出图|标识字段|平台[^,。!?]{0, 3}(?:识别|检测|查|认)不出"
)

# Made by a machine in words that do not name it, and said to be kept quiet.
UNNAMED = regex.compile(
    r"(?:数字人|数字分身|ai|虚拟人)[^,。!?]{0,4}(?:替我|帮我|代我)(?:念|讲|播|说|直播|出镜|录)|(?:用|拿)ai把[^,。!?]{1,12}(?:变成|做成|复活|改成)|(?:照片|声音|视频)喂给[^,。!?]{1,8}|(?:用|拿|靠|让|由|是|输[^,。!?]{1,6})?(?:模型|电脑|机器|程序|软件|代码|键盘)[^,。!?;\n]{0,8}(?:跑|画|绘|算|做|生成|合成|渲染|拼|捏|造|念|配)(?:出来|好|完|成)?(?:的|了)|(?:模特|人物|画面|主播|她|他)[^,。!?]{0,6}(?:不存在|没有这个人|查无此人)|(?:软件|程序|工具)一键(?:出|生|做|合)(?:成|图)?的|(?:没请|不用请|没有请)[^,。]{0,3}(?:模特|摄影|演员|主播)[^。!?]{0,14}(?:出来|生成|敲|搞定)|(?:去世|过世|已故|离世)的?[^。!?]{0,8}(?:艺人|明星|演员|歌手|大师|老人|亲人)[^。!?]{0,12}(?:声音|台词|开口|复活|说话|唱)|照着[^,。!?;\n]{1,8}样子做[^,。!?;\n]{0,3}(?:的|替身)|"
    r"(?:主播|老板娘?|店长|讲师|旁白|声音|嗓子|模特)[^。!?;\n]{0,12}(?:不是真人|替身|电脑做|机器做|程序做|合成的|克隆的)|(?:把|用|拿)[^,。!?;\n]{1,8}的?脸[^,。!?;\n]{0,3}(?:套|换|贴|p|移|接|安)(?:到|在|上|成|给|进)"
)
KEPT_QUIET = regex.compile(
    r"(?:反正)?(?:看不出来|听不出来|没人看得出)|(?:不说|谁都|观众|你|你们|帅哥们|兄弟们|大家|别人|粉丝|平台|完全|根本|保证)[^,。!?;\n]{0,4}(?:看不出|以为是(?:棚拍|真人|实拍|真)|认不出|听不出|分不清|查不出|发现不了|察觉不到)|(?:没|没有|不|也没|就不)(?:打|加|标|提示|写|注明|说明|声明|告诉|挂)(?!折)[^,。!?;\n]{0,4}(?:标记|标识|水印|了|$|[,。!?])|"
    r"(?:小字|角标|灰字|标记|记录|小标|水印|logo|提示)[^,。!?;\n]{0,8}(?:抹|裁|p掉|盖|遮|擦|去掉|没了|删|切)|当(?:实拍|真人|摄影|原创)|跟实拍一样|更像实拍|像真的一样|看你能不能认出|谁也看不出|(?:声音|样子)?跟生前|一模一样|让[^,。!?]{1,6}给您?(?:吆喝|代言|站台)"
)
TAKEN = regex.compile(
    r"ai[^,。!?\n]{0,4}(?:水印|标识|角标)[^,。!?\n]{0,3}(?:一键)?(?:祛除|去除|清除|抹除|消除)|[去洗抹消除][^,。!?\n]{0,3}a[^\w]{0,3}[i1l][^\w]{0,3}水[^\w]{0,3}印|(?:洗|抹|去|消)(?:掉|除)?[^,。!?\n]{0,4}生 ?成 ?标 ?[识记]"
)


@structure("ai_label.missing", "ai", "人工智能", "大模型", "midjourney", "mj", "diffusion", "sd", "sora", "dall", "可灵", "即梦", "文心", "通义", "豆包", "gpt", "deepseek", "runway", "comfyui", "niji", "suno", "kimi", "混元", "heygen", "算法", "换脸", "克隆", "合成", "复刻", "模型", "电脑", "机器", "程序", "替我", "喂给", "替身", "代码", "键盘", "模特", "去世", "过世", "已故", "真人", "脸套", "脸换", "脸贴", "脸p", "软件", "不存在", "提示词", "咒语", "prompt", entry=(MADE, UNNAMED))  # fmt: skip
def ai_mark_missing(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    match = (MADE.search(text) if any(word in text for word in NAMED) else None) or (
        UNNAMED.search(text) if KEPT_QUIET.search(text) or "替我" in text or "喂给" in text or "ai把" in text else None
    )
    if match and not MARK.search(text) and not ABOUT.search(text):
        yield Hit(*match.span())


@structure("ai_label.person", "数字", "虚拟", "分身", "主播", "替身", "仿真人", "克隆", "复刻", "ai", entry=(PERSON,))
def person_unmarked(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    match = PERSON.search(text)
    if match and not MARK.search(text) and not ABOUT.search(text):
        yield Hit(*match.span())


@structure(
    "ai_label.removal",
    "标识",
    "标记",
    "水印",
    "角标",
    "标签",
    "元数据",
    "字样",
    "那行",
    "提示语",
    "logo",
    "声明",
    "痕迹",
    "去a",
    "去 a",
    "洗a",
    "抹a",
    "消a",
    "生 成 标",
)
def mark_removed(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in () if ABOUT.search(document.folded) or "约谈" in document.folded else TAKEN.finditer(document.folded):
        yield Hit(*match.span())
    for match in GONE.finditer(document.folded):
        first, last = document.sentence_at(match.start())
        if MACHINE.search(document.folded, first, last) and not regex.search(
            r"不得|禁止|请勿|不要|严禁|不能|保留|不可|违法|违规|处罚|恶意|约谈|律师|被罚|查处|开关",
            document.folded[first:last],
        ):
            yield Hit(*match.span())
