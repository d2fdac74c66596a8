"""The old rulebook of the tea house, brought in as it was: an import that waits for someone to look it through."""

from masthead.org.models import Member
from masthead.rulebook import actions as rulebook

OLD_RULEBOOK = """云岭茶业有限公司新媒体管理办法（试行）
云岭〔2023〕12号
密级：内部

第一章 总  则
第一条 【目的】为规范公司新媒体工作，防范传播风险，根据《互联网用户公众账号信息服务管理规定》，制定本办法。
第二条 【范围】本办法适用于公司全部新媒体账号，参与运营的人员应当遵守本办法第三章的规
云岭茶业有限公司新媒体管理办法（试行）
第 1 页 共 2 页
定。
第二章 账号管理
第三条 【开设】账号的开设、变更、注销由宣传部提出，组长批准。第四条 【密码】账号密码由专人保管，每九十日更换一次。
第五条 【禁止】任何人不得：
（一）出借账号；
（二）以个人手机号注册公司账号；
（三）擅自对外授权。
第三章 内容审核
第六条 【两级审核】内容发布前应当经内容审核和部门负责人审核，违反第五条的，依照第九条处理。
第八条 【更正】发布后发现差错的，应当在两小时内更正并报告。
云岭茶业有限公司新媒体管理办法（试行）
第 2 页 共 2 页
第四章 附  则
第九条 违反本办法的，视情节给予警告或者暂停权限。
第十条 本办法自2023年6月1日起试行。
云岭茶业有限公司
2023年5月20日
"""


def bring_in_old_rulebook(by: Member) -> None:
    """郑国安 uploads the text of 2023; it stays in the preview."""
    rulebook.start_import(data=OLD_RULEBOOK.encode("gb18030"), name="新媒体管理办法（2023试行）.txt", by=by)
