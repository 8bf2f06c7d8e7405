"""Names of people who do not exist: common and rare surnames, rare characters, ethnic names with ·."""

from random import Random

# Each surname as often as it stands here; the last line holds those that are read differently as surnames.
_SURNAMES = (
    "王王王王王李李李李李张张张张张刘刘刘陈陈陈杨杨杨赵赵黄黄周周吴吴徐孙孙马马马朱胡郭郭何何高高林罗"
    "郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤温康施文牛樊葛邢安齐庞颜倪章鲁"
    "单仇区解查盖朴覃乐牟缪翟"
)
_COMPOUND = ("欧阳", "上官", "尉迟", "司马", "诸葛", "长孙")
_WOMEN = "秀英桂兰玉珍凤霞丽娟芳燕红梅艳玲婷雪琴莉蓉薇洁静淑慧敏佳颖琳媛芸岚萍翠云霁月瑶菊荷蕙榕"
_MEN = "建国志强军勇伟磊斌涛鹏飞超杰刚毅峰明辉龙海波林森平安富贵山川河远岳恒旭阳松柏禾田润泽景守永"
_BOTH = "文书宁春晓元一心思雨晨清和新子立"
# The two-letter name parts of peoples whose names carry a dot; invented combinations.
_DOTTED_FIRST = ("阿依娜", "古丽禾", "帕提曼", "麦尔旦", "艾山川", "卓玛云", "才让远", "扎西禾", "央金岚", "热娜")
_DOTTED_LAST = ("买山提", "云提木", "川木江", "尼亚禾", "松达", "班玛", "吐尔松", "依布岚")
# Characters outside the common fonts and code pages, which real rosters contain.
RARE_NAMES = ("李䶮", "陈𠮷祥", "王㛃", "赵𠮷", "马䶮川", "周㛃云", "孙𣲗", "刘䴙", "何䢺", "高𬭎", "田𦈡", "杨㻐云")

_PEOPLES = (
    ("汉族", 860), ("回族", 45), ("藏族", 30), ("土家族", 14), ("苗族", 12), ("蒙古族", 10), ("彝族", 8), ("满族", 8),
    ("东乡族", 6), ("维吾尔族", 5), ("裕固族", 2),
)  # fmt: skip
_WITH_DOT = {"维吾尔族", "藏族"}


def people_of(chance: Random) -> str:
    """An ethnicity (民族) with the weight it has in the fictional county."""
    return chance.choices([name for name, _ in _PEOPLES], [weight for _, weight in _PEOPLES])[0]


def name_of(chance: Random, *, woman: bool, people: str) -> str:
    """A name of two to four characters, for some peoples with a dot."""
    if people in _WITH_DOT and chance.random() < 0.6:
        return f"{chance.choice(_DOTTED_FIRST)}·{chance.choice(_DOTTED_LAST)}"
    surname = chance.choice(_COMPOUND) if chance.random() < 0.008 else chance.choice(_SURNAMES)
    pool = (_WOMEN if woman else _MEN) * 2 + _BOTH
    given = chance.choice(pool)
    if chance.random() < 0.8:
        second = chance.choice(pool)
        given += second if second != given else chance.choice(_BOTH)
    return surname + given
