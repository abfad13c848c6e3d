-- Forgets budget periods that are long over and hold nothing, a part of them at a time.
-- KEYS: 1 budgets
-- ARGV: 1 over before (ms)  2 cursor, 0 to begin  3 how many fields to look at, about
-- Returns {cursor, 0 when all were looked at; how many periods were forgotten}
local page = redis.call('HSCAN', KEYS[1], ARGV[2], 'MATCH', '*:e', 'COUNT', ARGV[3])
local forgotten = 0
for i = 1, #page[2], 2 do
  local field = string.sub(page[2][i], 1, -3)
  if tonumber(page[2][i + 1]) < tonumber(ARGV[1]) then
    local reserved = redis.call('HGET', KEYS[1], field .. ':r')
    if not reserved or reserved == '0' then
      redis.call('HDEL', KEYS[1], field .. ':l', field .. ':c', field .. ':r', field .. ':v', field .. ':e')
      forgotten = forgotten + 1
    end
  end
end
return {page[1], forgotten}
