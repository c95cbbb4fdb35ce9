#pragma once
/* Lock files (HEAD.lock, refs/heads/main.lock…) that a killed process left in a repository. Private to vault/. */
void lock_start(void);                     /* remembers when this process began; what is older is nobody's */
void lock_remove_stale(const char *dir);
