"""抖音开放平台, the share flow: token, ticket, share number, and the page that the app would show."""
