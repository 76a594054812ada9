"""Names and their other spellings.  (contract sketch, being written)

    technologies:
      Scala: [Scara, スカラ]
    speakers:
      桑野章弘: [くわの, モンゴリアン桑野]
    terms:
      シャーディング: [sharding, シャード分割]
"""
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lexicon:
    technologies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def technology_of(self, written: str) -> str:
        """The canonical name, or `written` itself when no spelling (folded width/case) is listed."""
    def speaker_of(self, written: str) -> str: ...
