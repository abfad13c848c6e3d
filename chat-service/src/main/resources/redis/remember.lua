-- Keeps a question whose answer is kept, among the newest of its partition.
-- KEYS: 1 questions
-- ARGV: 1 now (ms)  2 end of the answer's life (ms)  3 most to keep  4 life of the answer (ms)  5 question
-- Returns how many are kept
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[5])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[3]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return redis.call('ZCARD', KEYS[1])
