"""`indexer lint`: names in the notes that may be one name, as lines for the aliases file. Edits nothing."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from indexer.commands import OK
from indexer.corpus import Corpus, read_corpus
from indexer.near_names import Proposal, near_events, near_names, near_speakers, near_technologies
from indexer.notes.written import flow_scalar
from indexer.report import Report
from search.settings import Settings


def lint(settings: Settings, report: Report) -> int:
    """Propose lines for the aliases file; whether two names are one is for a person to say."""
    corpus = read_corpus(settings.corpus, settings.posts)
    found = {
        "technologies": _technologies_of(corpus),
        "speakers": _speakers_of(corpus),
        "events": _events_of(corpus),
    }
    if not any(found.values()):
        report.say("似た名前はありません")
        return OK
    report.say("# 同じ名前かもしれません。合っている行だけを aliases.yaml に写してください。")
    report.say("# 違うものなら、それぞれを `名前: []` と書いておけば、次から出ません。")
    for kind, proposals in found.items():
        if proposals:
            report.say(f"{kind}:")
        for proposal in proposals:
            spellings = ", ".join(map(flow_scalar, (*proposal.listed, *proposal.others)))
            is_there = "。今ある行と置き換えます" if proposal.listed else ""
            report.say(f"  {flow_scalar(proposal.name)}: [{spellings}]  # {proposal.reason}{is_there}")
    return OK


def _technologies_of(corpus: Corpus) -> Sequence[Proposal]:
    counts = Counter(name for talk in corpus.talks for name in talk.technologies)
    return near_names(counts, near_technologies(counts, corpus.lexicon), corpus.lexicon.technologies)


def _speakers_of(corpus: Corpus) -> Sequence[Proposal]:
    counts = Counter(speaker.name for talk in corpus.talks for speaker in talk.speakers)
    heard: dict[str, list[str]] = defaultdict(list)
    for talk in corpus.talks:
        for speaker in talk.speakers:
            listed = corpus.lexicon.speaker_of(speaker.heard) if speaker.heard else speaker.name
            heard[speaker.name] += [speaker.heard] if listed != speaker.name else []
    return near_names(counts, near_speakers(heard), corpus.lexicon.speakers)


def _events_of(corpus: Corpus) -> Sequence[Proposal]:
    counts = Counter(talk.event.name for talk in corpus.talks)
    return near_names(counts, near_events(counts), corpus.lexicon.events)
