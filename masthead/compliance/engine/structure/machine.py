# ruff: noqa: E501 - a pattern reads better whole
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
    rf"(?:ai|一键)换脸|(?:声音|音色|嗓音|人声|脸|形象)[^,。!?;\n]{{0,6}}(?:克隆|合成|复刻)(?:的|了|出)|{TOOL}(?:模特|主图|插画|海报|配图|封面|写真|歌|音乐|视频|短片|出图|绘图|美女|试穿图|效果图|作品)"
)
MARK = regex.compile(
    r"(?:ai|人工智能|aigc)[^,。!?;\n]{0,4}(?:辅助)?(?:生成|合成)(?!能力|功能|技术|工具|平台|服务|模型|课|标识|的?(?:水印|角标|标记))|(?:生成|合成)[^,。!?;\n]{0,4}(?:ai|人工智能)|"
    r"(?:已|均|全程|持续|显著|开启|添加|标注|标明|带有|附)[^,。!?;\n]{0,8}(?:ai|人工智能|数字人|虚拟)?[^,。!?;\n]{0,4}(?:标识|标注|水印|声明|字样)|(?:标识|声明)已(?:开|打开|添加)|虚构演绎"
)
ABOUT = regex.compile(
    r"游戏|皮肤上线|版权归|归谁|判例|法律|招聘|岗位|工程师|产品经理|算法岗|薪资|新规|办法|国家标准|规定|条例|须(?:添加|标)|应当|需要标|产业|论坛|峰会|大会|讲座|培训|课程|公开课|科普|区别|怎么看|是什么|如何识别|识别ai|防骗|诈骗|骗局|警惕|研究|论文|"
    r"发布会|展会|推出.{0,6}功能|芯片|算力|支持.{0,6}功能|投诉|举报|处罚|判决|采购|服务商|系统上线|搜索|问答|客服系统|不(?:用|使用|做|接受|采用)[^,。]{0,6}ai|没有(?:使用|用)|非ai|不是ai|并非ai|拒绝ai|人工审核|行业影响|监管"
)
PERSON = regex.compile(
    r"(?:数字人|虚拟[\u4e00-\u9fff]{0,4}(?:主播|人(?!数)|偶像|形象|代言人|员工|导购|客服|讲师|老师|顾问|管家|主持|助理)|数字(?:分身|员工|替身|主播|讲师|主持)|ai ?(?:主播|数字人|分身|替身|主持|讲师|老师|导游|客服小姐姐)|(?:克隆|复刻)(?:人|的主播)|电子(?:分身|主播)|仿真人)"
    r"[^。!?;\n]{0,20}(?:直播|带货|讲解|主持|开播|上岗|换班|24小时|二十四小时|全天|通宵|出镜|播报|陪你|陪您|服务|接待|介绍|推荐|上线|值班|解答|代言|卖货|上阵|见|讲|播)|"
    r"(?:由|请|让|主播是|主讲是|换成|都是|其实是|背后是)[^,。!?;\n]{0,12}(?:数字人|虚拟(?:主播|人|形象)|数字分身|ai ?主播|电子分身|虚拟主持)"
)
SIGN = r"(?:ai|人工智能|生成|合成|aigc|数字人|机器)?[^,。!?;\n]{0,6}(?:标识|标记|水印|角标|标签|元数据|字样|那行(?:小?字|标)|提示语|logo|声明|痕迹)"
AWAY = r"(?:去除?|抹|裁|擦|p|盖|遮|删|消|关|隐藏|截|剪|切|糊|藏|弄|清|扣|涂|撕|绕过|躲|避开|规避|洗|取消|移除|屏蔽|消除)(?:掉|去|除|了|没|住|干净|过)?"
GONE = regex.compile(
    rf"{AWAY}[^。!?;\n]{{0,14}}{SIGN}|{SIGN}[^。!?;\n]{{0,10}}(?:被|我|已|给|都|全|一键|也|直接|先|就|统统|可以|能)*{AWAY}"
)
MACHINE = regex.compile(rf"{TOOL}|生成(?:合成)?(?:内容)?(?:标识|水印)|数字人|虚拟人|换脸")


@structure("ai_label.missing", "ai", "人工智能", "大模型", "midjourney", "mj", "diffusion", "sd", "sora", "dall", "可灵", "即梦", "文心", "通义", "豆包", "gpt", "deepseek", "runway", "comfyui", "niji", "suno", "kimi", "混元", "heygen", "算法", "换脸", "克隆", "合成", "复刻")  # fmt: skip
def ai_mark_missing(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    match = MADE.search(text)
    if match and not MARK.search(text) and not ABOUT.search(text):
        yield Hit(*match.span())


@structure("ai_label.person", "数字", "虚拟", "分身", "主播", "替身", "仿真人", "克隆", "复刻", "ai")
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
)
def mark_removed(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in GONE.finditer(document.folded):
        first, last = document.sentence_at(match.start())
        if MACHINE.search(document.folded, first, last) and not regex.search(
            r"不得|禁止|请勿|不要|严禁|不能|保留|不可|违法|违规|处罚|恶意", document.folded[first:last]
        ):
            yield Hit(*match.span())
