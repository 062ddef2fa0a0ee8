"""Jobs of several steps that both doors share: plan (pure, shown), then apply."""
