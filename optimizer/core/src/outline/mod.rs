//! From leaves and their owners to outlines, drawn at one resolution so that neighbours share one border.
