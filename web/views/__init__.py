"""What templates print: results, talks and events turned into labels, URLs and safe HTML."""
