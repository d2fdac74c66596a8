<?php
// What a web server's rewrite rules do: files as they are, everything else to WordPress. PLAIN_ADDRESSES stands for a server without rules.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
if ($path !== '/' && getenv('PLAIN_ADDRESSES')) {
    http_response_code(404);
    echo '<html><body>Not Found</body></html>';
    return true;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
