"""Escaping: what templates print becomes HTML, several hundred times a page."""

from flask.templating import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr

from web.rendering import escaped


class _LeanCode(CodeGenerator):
    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class Templates(Environment):
    """Flask's templates, printing by `escaped` wherever they escape."""

    code_generator_class = _LeanCode
    escaped = staticmethod(escaped)
