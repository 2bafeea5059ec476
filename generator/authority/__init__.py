"""Authority lists: site, layouts, series and organs as data in `site_config/`, loaded and checked."""
