-- Compares the version of the keys with the one that the store knows, and brings older ones up to it. Keys: the version, the set of known
-- items of version 1, their list, the ids of items, their keys, their contents, their revisions, the last revision. Argument: the known
-- version. Returns the version that was found; 0 if there were no keys of the store.
local found = tonumber(redis.call('GET', KEYS[1]) or '0')
if found >= tonumber(ARGV[1]) then
  return found
end
local items = redis.call('LRANGE', KEYS[3], 0, -1)
for place, item in ipairs(items) do
  local id = string.format('%d', place - 1)
  redis.call('HSET', KEYS[4], item, id)
  redis.call('HSET', KEYS[5], id, item)
  redis.call('HSET', KEYS[6], id, '')
  redis.call('ZADD', KEYS[7], 1, id)
end
if #items > 0 then
  redis.call('SET', KEYS[8], 1)
  redis.call('DEL', KEYS[2], KEYS[3])
end
redis.call('SET', KEYS[1], ARGV[1])
return found
