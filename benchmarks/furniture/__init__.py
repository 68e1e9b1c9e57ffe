"""Made-up news pages whose every line is labelled, and what keeps exactly the story of them."""
