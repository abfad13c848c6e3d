-- Removes outbox entries whose events Kafka has.
-- KEYS: 1 outbox order  2 outbox
-- ARGV: attempts
redis.call('ZREM', KEYS[1], unpack(ARGV))
return redis.call('HDEL', KEYS[2], unpack(ARGV))
