-- Adds keys of items that are not known to the end of the list. Keys: the set of known ones, the list. Arguments: the keys of items.
for _, item in ipairs(ARGV) do
  if redis.call('SADD', KEYS[1], item) == 1 then
    redis.call('RPUSH', KEYS[2], item)
  end
end
return 0
