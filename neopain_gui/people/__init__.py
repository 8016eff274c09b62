"""Those who look, and what is known of them: groups, attributes, scores."""
