"""What generated rules and leads are made of: names, texts and numbers that have been trouble somewhere."""

LEAD_NAMES = (
    "country", "title", "email", "employees", "revenue", "created", "birthday", "consent", "interests", "income_band",
    "source", "city", "renewal", "format", "owner", "review", "month", "total", "Lead Source", "emp.var.rate", "when",
    "score", "naïve", "date", "size_2", "segment",
)  # fmt: skip
ACTIVITY_NAMES = (
    "action", "page", "channel", "amount", "minutes", "campaign", "visit", "billed", "due", "tags", "first", "last",
    "key", "Page Title", "within", "device", "rating",
)  # fmt: skip
LET_NAMES = (
    "hot",
    "cold",
    "known_buyer",
    "limit",
    "emea",
    "pricing_view",
    "recent",
    "size",
    "bonus",
    "target",
    "silent",
)
GROUP_NAMES = ("fit", "interest", "intent", "profile", "behaviour", "doubt", "negative", "partner")
STAGE_NAMES = ("Raw", "IQL", "MQL", "SAL", "SQL", "Won")
VALUES = ("low", "Middle", "HIGH", "very high", "none", "10k to 50k", "n. a.", "öffentlich")
ACTIONS = ("page_view", "Demo request", "webinar", "unsubscribe", "email_click", "bounce")
LABELS = ("Decision maker", "Gone quiet", "Loyal", "Big spender (2)", 'Ω "quoted"', "ends with \\", "100% sure")
ZONES = (
    "UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "America/St_Johns", "Asia/Kathmandu",
)  # fmt: skip
MISSING = ("Select", "N/A", "-", "unknown", "nicht in Liste")

TEXTS = (
    "NL", "DE", "fr", "CTO", "cto", "VP", "vp sales", "Director of IT", "Head of C++", "C#", "c.o", "c o", "O'Neil",
    "50%", "a_b", "a%b", 'say "hi"', "back\\slash", "İstanbul", "istanbul", "ΟΔΟΣ", "οδος", "οδοσ", "straße", "STRASSE",
    "Kelvin", "😀 smile", "/pricing", "/Pricing/eu?x=1", "/", "ann@Example.COM", "a@b@c.edu", "x@", "@", "no mail",
    "é", "É", "e\u0301", "a*b", "what?", "1_000", "007", "7", "true", "–dash–", "«Chef»", "two  blanks", "$1.00", "[x]",
    "^", "a.b", "zz", "Z", "\u00a0nbsp\u00a0", "tab\there",
)  # fmt: skip
NEEDLES = (
    "NL", "CTO", "vp", "VP Sales", "Director", "C++", "c#", "c.o", "of IT", "%", "_", "'", '"', "\\", "İ", "i", "σ",
    "ς", "Σ", "/pricing", "/", "@", ".com", ".EDU", "example", "é", "*", "?", "0", "blanks", "Chef", "dash", "ß", "😀",
)  # fmt: skip
PATTERNS = (
    "*", "?", "*.edu", "*@*", "/pricing*", "?t?", "a*b", "*é*", "NL", "*o*o*", "??", "*σ", "*%*", "*_b", "V? *", "[x]",
    "*\\*", "*.com", "c*", "*#", "* *",
)  # fmt: skip
NUMBERS = (
    "0", "1", "2", "3", "5", "7", "10", "12", "25", "30", "50", "99", "100", "200", "1000", "1_000_000", "0.5", "2.5",
    "0.005", "0.0001", "0.01", "12.3456", "33.3333", "0.125", "99.995", "12345678.9", "99999999999999",
)  # fmt: skip
POINTS = (
    "0",
    "1",
    "2",
    "3",
    "5",
    "5",
    "8",
    "10",
    "10",
    "15",
    "20",
    "30",
    "50",
    "100",
    "0.5",
    "2.5",
    "0.125",
    "33.3333",
    "7.77",
)
DURATIONS = (
    "30 minutes", "90 minutes", "1 hours", "4 hours", "24 hours", "1 day", "1 days", "2 days", "3 days", "7 days", "30 days",
    "45 days", "90 days", "365 days", "1 week", "2 weeks", "13 weeks",
)  # fmt: skip
