<?php
// Fills an empty database: the site, one user for each role, an application password for each. Prints {user: password}.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('SITE_URL'), PHP_URL_PORT);
$_SERVER['REQUEST_METHOD'] = 'GET';
require getenv('SITE_FOLDER') . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('云岭茶事', 'hezh', 'hezh@yunling-tea.example', true, '', wp_generate_password(24));
update_option('permalink_structure', '/%postname%/');
update_option('comment_previously_approved', '1');
update_option('comments_notify', '0');
update_option('moderation_notify', '0');
$passwords = [];
foreach (['editor', 'author', 'contributor'] as $role) {
    $id = wp_insert_user(['user_login' => $role, 'user_pass' => wp_generate_password(24), 'role' => $role, 'user_email' => "$role@yunling-tea.example"]);
    [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'Masthead']);
    $passwords[$role] = WP_Application_Passwords::chunk_password($password);
}
echo json_encode($passwords);
