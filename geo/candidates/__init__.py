"""Impact Area candidates: search, proof, alternatives, evidence and the rules of designation."""
