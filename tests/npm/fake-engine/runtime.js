/** A stand-in for what an exported page runs. */
export {};
