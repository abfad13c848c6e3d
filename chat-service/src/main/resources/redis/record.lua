-- Puts the usage event of a call that needed no reservation into the outbox.
-- KEYS: 1 outbox order  2 outbox
-- ARGV: 1 now (ms)  2 attempt  3 usage event
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
