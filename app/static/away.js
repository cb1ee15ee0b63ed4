// Whoever leaves quickly leaves nothing in this tab: no drafts, and no answers that were still to be sent.
try { sessionStorage.clear(); } catch { /* a closed store holds nothing */ }
