"""Sentences about what is wrong in a note or a post, and how to mend it."""

PROBLEMS = (
    (
        "題名や名前が長すぎるか多すぎます。はじめの部分だけを使います",
        "Titles or names are too long, or too many; their beginnings are used",
    ),
    # Files
    ("UTF-8 ではありません。UTF-8 で保存し直してください", "This is not UTF-8: save it as UTF-8"),
    ("UTF-8 ではありません。{}", "This is not UTF-8. {}"),
    (
        "{} のようです。エディターで UTF-8 として保存し直してください",
        "It looks like {}: save it as UTF-8 in an editor",
    ),
    ("{} のようです。`{}` などで変換してください", "It looks like {}: convert it, as by `{}`"),
    ("エディターで UTF-8 として保存し直してください", "Save it as UTF-8 in an editor"),
    (
        "UTF-8 ではないので {} として読みました。UTF-8 で保存し直せます",
        "This is not UTF-8 and was read as {}; it can be saved as UTF-8",
    ),
    (
        "{} はフォルダーではありません。ノートのあるフォルダーを書いてください",
        "{} is no folder: name the folder of the notes",
    ),
    (
        "ノートのフォルダー {} がありません。--corpus か KIKIGAKI_CORPUS で指定してください",
        "there is no folder of notes {}: name one by --corpus or KIKIGAKI_CORPUS",
    ),
    (
        "ふつうのファイルではありません。名前を変えるか消してください",
        "This is no plain file: rename or remove it",
    ),
    ("フォルダーを開けません({})", "The folder cannot be opened ({})"),
    ("ブログの道具が作るフォルダーです", "a folder that a blog engine makes"),
    ("{} から作られたページです", "a page that was made of {}"),
    ("記事を並べたページです", "a page that lists posts"),
    (
        "書き出しが途中で切れているか、記事がありません。もう一度書き出してください",
        "the export was cut short, or holds no post: export it again",
    ),
    (
        "この形式は読みません。.md か .html に書き出してください",
        "files of this kind are not read: save it as .md or .html",
    ),
    ("隠しフォルダーです", "a hidden folder"),
    (
        "フォルダーの外へのリンクはたどりません。ファイルを中に置いてください",
        "Links that lead out of the folder are not followed: put the file inside",
    ),
    (
        "リンクの先がありません。リンクを直すか消してください",
        "The link leads nowhere: mend or remove it",
    ),
    ("読めません({})。ファイルの権限を確かめてください", "This cannot be read ({}): check its permissions"),
    ("{} は大きすぎます({} MB まで)。分けてください", "{} is too large (at most {} MB): divide it"),
    (
        "日付を読めません。`DATE: 01/14/2015 19:00:00` のように書いてください",
        "The date cannot be read: write it like `DATE: 01/14/2015 19:00:00`",
    ),
    ("大きすぎます({} MB まで)。短くしてください", "This is too large (at most {} MB): shorten it"),
    (
        "大きすぎます({} MB まで)。イベントごとに分けてください",
        "This is too large (at most {} MB): make it a file for each event",
    ),
    (
        "大きすぎます({} MB まで)。記事ごとに分けてください",
        "This is too large (at most {} MB): make it a file for each post",
    ),
    ("読めませんでした", "could not be read"),
    (
        "公開した ID の控えを読めません({})。ノートを置いている版管理などから戻すか、その行を消してください",
        "The list of published ids cannot be read ({}): restore it, or remove the line",
    ),
    (
        "文章のファイルではありません。本文をコピーしてテキストとして保存してください",
        "This is no text: copy what it says, and save that as text",
    ),
    ("{} を使えません", "{} cannot be used"),
    ("読めません({})", "This cannot be read ({})"),
    # The corpus
    ("{} を使えません。{}", "{} cannot be used. {}"),
    (
        "{} の {} 件のノートに使える発表がありません。問題を直してください",
        "of {}, {} notes without a usable talk: mend their problems",
    ),
    (
        "{} の {} 件の記事に、参加の記録に見えるものがありません。"
        "すべて読むには KIKIGAKI_POSTS=all とします。`indexer check` が一つずつ理由を示します",
        "of {}, none of the {} posts looks like a report of an event. KIKIGAKI_POSTS=all reads every one; "
        "`indexer check` tells the reason for each",
    ),
    (
        "{} にノートも記事もありません。読むのは .md .html .rst .org .adoc .txt などです。"
        "ノートの書き方は corpus/README.md にあります",
        "{} has no notes and no posts: what is read is .md, .html, .rst, .org, .adoc, .txt and the like. "
        "corpus/README.md says how a note is written",
    ),
    ("{}(問題 {} 件)", "{} (problems: {})"),
    ("イベントの ID {} は {} と同じです。{}", "The event's id {} is the same as in {}. {}"),
    ("front matter に別の `id:` を書いてください", "Write another `id:` into the front matter"),
    (
        "2 つの名前は同じに見えますが、濁点などの文字の表し方(NFC と NFD)が違います。{}",
        "The two names look alike, but their letters are composed otherwise (NFC and NFD). {}",
    ),
    (
        "前の ID {} は {} のものです。片方から消してください",
        "The former id {} is that of {}: remove one of them",
    ),
    # Aliases
    ("`{}` はありません。{} のどれかにしてください", "There is no `{}`: make it one of {}"),
    (
        "`{}` の下には `名前: [別の書き方, …]` の行を並べてください",
        "Below `{}`, write lines like `NAME: [OTHER SPELLING, …]`",
    ),
    (
        "{} はすでに {} の行にあります。1 つにまとめてください",
        "{} stands in the line of {} already: make them one",
    ),
    ("{} は {} の書き方です。片方から消してください", "{} is a spelling of {}: remove it from one of them"),
    (
        "{} の書き方は [別の書き方, …] の形で書いてください",
        "Write the spellings of {} as [OTHER SPELLING, …]",
    ),
    # Importers
    (
        "{} は Movable Type 形式の書き出しではありません。WordPress、note、Scrapbox の書き出しは、"
        "ノートのフォルダーに置けばそのまま読みます",
        "{} is no export in Movable Type's form: exports of WordPress, note and Scrapbox are read where "
        "they are in the folder of notes",
    ),
    (
        "{} は Movable Type 形式の書き出しではありません(AUTHOR: や TITLE: で始まります)",
        "{} is no export in Movable Type's form, which begins with AUTHOR: or TITLE:",
    ),
    (
        "{} の {} 件の記事に、イベントの記録らしいものがありません",
        "of {}, none of {} posts looks like a report",
    ),
    ("{} にイベントの記録がありません", "{} holds no record of an event"),
    (
        "{} に pyvideo 形式のイベント(<event>/category.json)がありません",
        "{} has no events in pyvideo's form (<event>/category.json)",
    ),
    (
        "{} に RubyEvents 形式のイベント(event.yml と videos.yml)がありません",
        "{} has no events in RubyEvents' form (event.yml and videos.yml)",
    ),
    ("`title` がありません", "`title` is missing"),
    ("JSON として読めません({})", "This cannot be read as JSON ({})"),
    ("JSON のオブジェクトではありません", "This is no JSON object"),
    (
        "`start_date` がなく、発表の `date` もありません",
        "There is neither `start_date` nor a `date` of the talk",
    ),
    # Front matter
    ("`{}` という項目はありません。`{}` のことですか?", "There is no field `{}`. Is it `{}`?"),
    (
        "先頭に front matter がありません。--- の行で始め、event: と date: を書いて --- で閉じてください",
        "There is no front matter: begin with a line ---, write event: and date:, and end it with ---",
    ),
    (
        "front matter が閉じていません。イベントの項目のあとに --- の行を足してください",
        "The front matter is not closed: add a line --- below the event's fields",
    ),
    (
        "`{}` と同じ意味の項目が 2 つあります。どちらかを消してください",
        "Two fields mean the same as `{}`: remove one",
    ),
    ("`{}` には文字を 1 つ書いてください", "`{}` takes one text"),
    (
        "`hashtag` が空です。`hashtag: dogenzakalt` のように書いてください",
        "`hashtag` is empty: write it like `hashtag: dogenzakalt`",
    ),
    ("`{}` にはイベントの前の ID を書きます: {}", "`{}` takes former ids of the event: {}"),
    ("`{}` がありません。`{}` のように書いてください", "`{}` is missing: write it like `{}`"),
    # YAML
    ("YAML が {} KB を超えています。短くしてください", "The YAML is larger than {} KB: shorten it"),
    (
        "YAML に制御文字が入っています。その文字を消してください",
        "There is a control character in the YAML: remove it",
    ),
    ("YAML は `キー: 値` の行の並びで書いてください", "Write the YAML as lines of `KEY: VALUE`"),
    ("YAML を読めません({})", "The YAML cannot be read ({})"),
    ("YAML の文書は 1 つだけにしてください", "Write one YAML document only"),
    ("YAML の入れ子が深すぎます({} 段まで)", "The YAML is nested too deeply (at most {} levels)"),
    ("YAML のキーは文字列にしてください", "A key of YAML is a text"),
    (
        "YAML のマージ(<<)は使えません。値をそのまま書いてください",
        "YAML's merges (<<) are not used: write the values",
    ),
    ("`{}` が 2 回あります。どちらかを消してください", "`{}` stands there twice: remove one"),
    (
        "YAML のアンカーと別名(& と *)は使えません。文字なら引用符で囲んでください",
        "YAML's anchors and aliases (& and *) are not used: put quotes around a text",
    ),
    (
        "YAML のタグ(!)は使えません。文字なら引用符で囲んでください",
        "YAML's tags (!) are not used: put quotes around a text",
    ),
    (
        "YAML を読めません。値に「: 」を含むときは、値を引用符で囲んでください",
        'The YAML cannot be read: put quotes around a value that has ": " in it',
    ),
    (
        "YAML を読めません。字下げのタブを空白に替えてください",
        "The YAML cannot be read: indent by blanks, not by tabs",
    ),
    (
        "YAML を読めません。記号で始まる値は引用符で囲んでください",
        "The YAML cannot be read: put quotes around a value that begins with a sign",
    ),
    (
        "YAML を読めません。引用符・括弧・字下げを確かめてください({})",
        "The YAML cannot be read: check quotes, brackets and indentation ({})",
    ),
    # Ids, sections, values
    ("`{}`: {}", "`{}`: {}"),
    ("ID が空です", "the id is empty"),
    (
        "ID {} に使えるのは文字・数字・「-」「_」だけで、先頭は文字か数字です",
        "the id {} may only have letters, digits, - and _, and begins with a letter or a digit",
    ),
    ("ID が長すぎます({} 文字まで): {}", "the id is too long (at most {} characters): {}"),
    (
        "発表がありません。発表ごとに「## 題名」の見出しを書いてください",
        "There is no talk: write a heading `## TITLE` for each",
    ),
    ("前の ID(aliases): {}", "The former id (aliases): {}"),
    (
        "前の ID は「発表」か「イベント/発表」の形で書いてください(今は {})",
        "Write a former id as TALK or as EVENT/TALK (not {})",
    ),
    (
        "front matter が閉じていません。項目の行までを読みました。その下に --- の行を足してください",
        "The front matter is not closed, and was read as far as its fields go: add a line --- below them",
    ),
    (
        "UTF-8 で読めない文字を � と読みました。書き直し、UTF-8 で保存してください",
        "What is no UTF-8 was read as �: write it anew and save the file as UTF-8",
    ),
    (
        "この行は TOML として読めません。読める項目を読みました。文字列を引用符で囲んでください",
        "This line is no TOML; what can be read was read. Put texts into quotation marks",
    ),
    (
        "[ ] か、その中の引用符が閉じていません。読めるものを読みました。終わりに足してください",
        "The [ ] or a quotation mark in it is not closed; what can be read was read. Close it",
    ),
    (
        "{} が二度書いてあります。初めのものを読みました。どちらかを消してください",
        "{} is written twice; the first was read. Take one out",
    ),
    (
        "{} という日はありません。`{}: 2015-01-14` のように、暦にある日を書いてください",
        "There is no such day as {}. Write one that there is, like `{}: 2015-01-14`",
    ),
    (
        '引用符 " が閉じていません。行の終わりまでを読みました。終わりに " を足してください',
        'The quotation mark " is not closed: the text was read to the end of the line. End it with "',
    ),
    (
        "コードブロックが閉じていません。終わりに {} の行を足してください",
        "The code block is not closed: add a line {} at its end",
    ),
    (
        "コメント <!-- が閉じていません。終わりに --> を足してください",
        "The comment <!-- is not closed: add --> at its end",
    ),
    ("見出しの ## のあとに空白を入れてください", "Write a blank after the ## of the heading"),
    (
        "発表者の名前がありません。「名前 (聞いたままの名前 / 所属)」と書いてください(今は {})",
        "The speaker has no name: write NAME (AS HEARD / AFFILIATION) (not {})",
    ),
    (
        "題名に文字も数字もないので ID を作れません。{}",
        "The title has no letters and no digits to make an id of. {}",
    ),
    ("題名のあとに {#id} と書いて決めてください", "Write {{#id}} behind it"),
    ("発表の題名が空です。## のあとに題名を書いてください", "The talk has no title: write it behind ##"),
    ("ID {} は {} 行目の発表と同じです。{}", "The id {} is the same as that of the talk of line {}. {}"),
    (
        "どちらかの題名のあとに {}-2} のように別の ID を書いてください",
        "Write another id behind one title, like {}-2}}",
    ),
    (
        "{} という日はありません。2015-01-14 のように書いてください",
        "There is no such day as {}: write it like 2015-01-14",
    ),
    ("日付は 2015-01-14 のように書いてください(今は {})", "Write the date like 2015-01-14 (not {})"),
    (
        "リンクは http:// か https:// で始まる 1 つの URL にしてください(今は {})",
        "A link is one URL that begins with http:// or https:// (not {})",
    ),
    ("true か false と書いてください(今は {})", "Write true or false (not {})"),
    # Posts
    (
        '日付が見つかりません。<head> に <meta name="date" content="2015-01-14"> のように書いてください',
        'no day is told; write <meta name="date" content="2015-01-14"> or the like into the <head>',
    ),
    (
        "日付が見つかりません。front matter に `date: 2015-01-14` のように書いてください",
        "There is no date: write it into the front matter like `date: 2015-01-14`",
    ),
    (
        "参加の記録に見えません。読むには front matter に `kikigaki: true` と書きます",
        "does not look like a report of an event; `kikigaki: true` in its front matter takes it in",
    ),
    (
        "参加の記録に見えないので、記事全体を 1 件として読みました",
        "does not look like a report of an event, and was read as one talk",
    ),
    ("`kikigaki: false` と書いてあります", "says `kikigaki: false`"),
    ("下書きです(draft: true)", "a draft (draft: true)"),
    ("公開されていません({})", "not published ({})"),
    ("下書きです(status)", "a draft (status)"),
    ("下書きです(_drafts)", "a draft (_drafts)"),
    ("本文がありません", "has no text"),
    (
        "日付が見つからないので、フォルダーの名の年から {} にしました。`date: {}` のように書いて直せます",
        "No date was found, so it is {}, by the year in the folder's name; `date: {}` mends that",
    ),
    (
        "日付が見つからないので、題名の年から {} にしました。`date: {}` のように書いて直せます",
        "No date was found, so it is {}, by the year in the title; `date: {}` mends that",
    ),
    (
        "日付が見つからないので、ファイルの日付 {} にしました。`date: {}` のように書いて直せます",
        "There is no date, so that of the file was taken: {}. Writing `date: {}` corrects it",
    ),
    (
        "コードブロックが閉じていません。次の見出しの前までを読みました。終わりに囲みの行を足してください",
        "The code block is not closed, and was read up to the next heading: close it where it ends",
    ),
    (
        "コメント <!-- が閉じていません。次の見出しの前までを隠しました。終わりに --> を足してください",
        "The comment <!-- is not closed, and was hidden up to the next heading: add --> at its end",
    ),
)
