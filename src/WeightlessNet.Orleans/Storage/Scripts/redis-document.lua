-- Replaces a document if the present one has the expected number. Key: the document. Arguments: the expected number, or 0 for none, the
-- next one, the content. Returns whether it did.
if (redis.call('HGET', KEYS[1], 'n') or '0') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'n', ARGV[2], 'c', ARGV[3])
return 1
