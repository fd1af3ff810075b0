//! Pages, islands and the routes behind them.
