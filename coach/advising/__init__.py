"""Pure advice for one home: every measure worked out, valued, judged, ranked and traced, and the plan of them."""
