"""What `./dev` uses: the supervisor, the embedded servers, the browser, the import contract. No part of the product."""
