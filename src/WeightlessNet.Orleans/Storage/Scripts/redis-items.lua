-- Writes items. Keys: the ids of items, their keys, their contents, their revisions, the last revision. Arguments: the key of an item, its
-- content, the key of the next one ...
local revision = nil
for i = 1, #ARGV, 2 do
  local id = redis.call('HGET', KEYS[1], ARGV[i])
  if not id then
    id = string.format('%d', redis.call('HLEN', KEYS[1]))
    redis.call('HSET', KEYS[1], ARGV[i], id)
    redis.call('HSET', KEYS[2], id, ARGV[i])
  end
  if redis.call('HGET', KEYS[3], id) ~= ARGV[i + 1] then
    revision = revision or redis.call('INCR', KEYS[5])
    redis.call('HSET', KEYS[3], id, ARGV[i + 1])
    redis.call('ZADD', KEYS[4], revision, id)
  end
end
return 0
