using WeightlessNet.Bits;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Tests.Serving;

public sealed class KeyTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void It_finds_what_a_dictionary_finds(int hashes)
    {
        KeyTable<string> table = new(EqualityComparer<string>.Create(string.Equals, key => key.Length == 0 ? 0 : int.Parse(key) % hashes));
        Dictionary<string, int> expected = [];
        SplitMix64 random = new(11);
        for (int i = 0; i < 3000; i++)
        {
            string key = $"{random.Next(200)}";
            if (random.Next(3) > 0)
            {
                table.Set(key, i);
                expected[key] = i;
            }
            else
            {
                Assert.Equal(expected.Remove(key, out int id), table.Remove(key, out int removed));
                Assert.Equal(id, removed == -1 ? 0 : removed);
            }

            string asked = $"{random.Next(200)}";
            Assert.Equal(expected.GetValueOrDefault(asked, -1), table.Find(asked));
            Assert.Equal(expected.Count, table.Count);
        }

        Assert.All(expected, pair => Assert.Equal(pair.Value, table.Find(pair.Key, table.HashOf(pair.Key))));
    }

    [Fact]
    public void A_comparer_may_say_that_keys_are_equal()
    {
        KeyTable<string> table = new(StringComparer.OrdinalIgnoreCase);
        table.Set("Ada", 3);
        table.Set("ADA", 4);

        Assert.Equal(4, table.Find("ada"));
        Assert.Equal(1, table.Count);
        Assert.Equal(table.HashOf("Ada"), table.HashOf("aDA"));
    }

    [Fact]
    public void Coming_and_going_keys_take_no_more_room()
    {
        KeyTable<int> table = new(null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
        {
            table.Set(i, i);
            Assert.True(table.Remove(i, out _));
        }

        // A new table of 16 keys for about 10 removed ones.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 * 40L);
        Assert.Equal(-1, table.Find(99_999));
    }

    [Fact]
    public async Task Readers_compare_no_part_of_a_key()
    {
        // The parts of a key are equal, and none is 0: a reader that compared a key while it is removed would find the key of zeros.
        static Wide Key(int part) => new(part + 1, part + 1, part + 1);
        const int stays = 8;
        KeyTable<Wide> table = new(new ByParts());
        for (int key = 0; key < stays; key++)
        {
            table.Set(Key(key), key);
        }

        using CancellationTokenSource done = new();
        Task[] readers =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                while (!done.IsCancellationRequested)
                {
                    for (int key = 0; key < stays; key++)
                    {
                        Assert.Equal(key, table.Find(Key(key)));
                        Assert.Equal(-1, table.Find(default));
                        Assert.InRange(table.Find(Key(stays + key)) + 1, 0, stays + key + 1);
                    }
                }
            })),
        ];
        for (int i = 0; i < 200_000; i++)
        {
            table.Set(Key(stays + (i % stays)), stays + (i % stays));
            Assert.True(table.Remove(Key(stays + (i % stays)), out _));
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void A_comparer_that_throws_leaves_a_table_that_can_be_searched()
    {
        // One hash code for all, so that every search compares keys. A search without an end runs out of comparisons.
        int left = int.MaxValue;
        KeyTable<string> table = new(EqualityComparer<string>.Create(
            (one, other) => left-- > 0 ? one == other : throw new InvalidOperationException(), _ => 5));
        for (int key = 0; key < 10; key++)
        {
            table.Set($"{key}", key);
        }

        for (int key = 1; key < 10; key++)
        {
            _ = table.Remove($"{key}", out _);
        }

        // The first comparison looks for the key; the second one follows the rebuilding.
        left = 1;
        _ = Assert.Throws<InvalidOperationException>(() => table.Set("new", 10));
        left = 1000;
        for (int key = 11; key < 20; key++)
        {
            table.Set($"{key}", key);
            Assert.Equal(-1, table.Find("missing"));
        }

        Assert.Equal(10, table.Count);
        Assert.Equal(0, table.Find("0"));
        Assert.Equal(19, table.Find("19"));
        Assert.Equal(-1, table.Find("new"));
    }

    private readonly record struct Wide(long First, long Second, long Third);

    // All keys share a hash code, and a part of a key must not be compared.
    private sealed class ByParts : IEqualityComparer<Wide>
    {
        public bool Equals(Wide one, Wide other)
        {
            Assert.Equal(one.First, one.Second);
            Assert.Equal(one.First, one.Third);
            return one == other;
        }

        public int GetHashCode(Wide key) => 5;
    }
}
