"""Floor 11, chapter 7.1 — training 培训. Will own: courses, sessions, papers, certificates that expire.

Words: course 课程, session 场次, certificate 证书; a certificate is a condition of a capability.
"""
