using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Serving;

public sealed class ItemKeysTests
{
    private sealed record Film(string Id, string Title = "");

    private sealed class Bare
    {
        public override string ToString() => "bare";
    }

    private readonly record struct Song(int Number, string Title);

    private static ItemKeys<Film> Films(IEqualityComparer<string>? comparer = null) =>
        new ItemSchema<Film>().Key(film => film.Id, comparer: comparer).CreateKeys();

    private static ItemKeys<Film> Films(params string[] ids)
    {
        ItemKeys<Film> keys = Films();
        foreach (string id in ids)
        {
            keys.Put(new Film(id), out _);
        }

        return keys;
    }

    [Fact]
    public void Items_get_ids_in_their_order_and_keep_them()
    {
        ItemKeys<Film> keys = Films("alien", "heat");

        Assert.Equal(0, keys.Find(new Film("alien")));
        Assert.Equal(1, keys.FindKey("heat"));
        Assert.Equal(1, keys.FindText("heat"));
        Assert.Equal(-1, keys.Find(new Film("ran")));
        Assert.Equal(-1, keys.FindKey("ran"));
        Assert.Equal(-1, keys.FindText("ran"));
        Assert.Equal("heat", keys.TextOf(1));
        Assert.Equal("ran", keys.TextOf(new Film("ran")));

        Assert.Equal(0, keys.Put(new Film("alien", "Alien"), out bool isNew));
        Assert.False(isNew);
        Assert.True(keys.TryGet(0, out Film film));
        Assert.Equal("Alien", film.Title);
        Assert.Equal(2, keys.Put(new Film("ran"), out isNew));
        Assert.True(isNew);
        Assert.Equal(3, keys.Count);
    }

    [Fact]
    public void A_withdrawn_item_keeps_its_key_and_its_id()
    {
        ItemKeys<Film> keys = Films("alien", "heat", "ran");

        Assert.Null(keys.Available);
        Assert.True(keys.Withdraw(1));
        Assert.False(keys.Withdraw(1));
        Assert.False(keys.Withdraw(3));
        Assert.False(keys.Withdraw(-1));
        Assert.Equal([0b101ul], keys.Available!);
        Assert.False(keys.IsAvailable(1));
        Assert.False(keys.TryGet(1, out _));
        Assert.Equal(1, keys.Find(new Film("heat")));
        Assert.Equal("heat", keys.TextOf(1));
        Assert.Equal(3, keys.Put(new Film("new"), out _));
        Assert.Equal([0b1101ul], keys.Available!);

        Assert.Equal(1, keys.Put(new Film("heat", "again"), out bool isNew));
        Assert.False(isNew);
        Assert.Null(keys.Available);
        Assert.True(keys.IsAvailable(1));
    }

    [Fact]
    public void The_bits_of_available_ids_follow_every_change()
    {
        Random random = new(7);
        ItemKeys<Film> keys = Films();
        List<bool> expected = [];
        for (int step = 0; step < 5000; step++)
        {
            int choice = random.Next(expected.Count < 400 ? 4 : 2);
            int id = expected.Count == 0 ? -1 : random.Next(expected.Count);
            if (choice == 0 && id >= 0)
            {
                Assert.Equal(expected[id], keys.Withdraw(id));
                expected[id] = false;
            }
            else if (choice == 1 && id >= 0)
            {
                Assert.Equal(id, keys.Put(new Film($"{id}"), out bool isNew));
                Assert.False(isNew);
                expected[id] = true;
            }
            else if (choice == 2)
            {
                Assert.Equal(expected.Count, keys.Add($"{expected.Count}"));
                expected.Add(false);
            }
            else
            {
                Assert.Equal(expected.Count, keys.Put(new Film($"{expected.Count}"), out _));
                expected.Add(true);
            }

            Assert.Equal(expected.Count, keys.Count);
            Assert.Equal(expected.TrueForAll(one => one), keys.Available is null);
            ulong[]? bits = keys.Available;
            for (int i = 0; i < expected.Count; i++)
            {
                Assert.Equal(expected[i], keys.IsAvailable(i));
                Assert.Equal(expected[i], bits is null || (i >> 6 < bits.Length && ((bits[i >> 6] >> i) & 1) != 0));
            }
        }
    }

    [Fact]
    public void Stored_keys_come_without_a_record()
    {
        ItemKeys<Film> keys = Films();

        Assert.Equal(0, keys.Add("alien"));
        Assert.False(keys.IsAvailable(0));
        Assert.False(keys.TryGet(0, out _));
        Assert.Equal([0ul], keys.Available!);
        Assert.Equal(0, keys.Put(new Film("alien"), out bool isNew));
        Assert.False(isNew);
        Assert.Contains("twice", Assert.Throws<InvalidDataException>(() => keys.Add("alien")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => keys.Add(new string('x', 1001)));
        Assert.Throws<InvalidDataException>(() => keys.Add("\ud800"));
        Assert.Equal(1, keys.Count);
        ItemKeys<int> numbers = new ItemSchema<int>().CreateKeys();
        numbers.Add("7");
        Assert.Contains("'x'", Assert.Throws<InvalidDataException>(() => numbers.Add("x")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => numbers.Add("07"));
        Assert.Equal(-1, numbers.FindText("x"));
    }

    [Fact]
    public void Items_may_be_their_own_keys()
    {
        ItemKeys<string> titles = new ItemSchema<string>().CreateKeys();
        ItemKeys<Song> songs = new ItemSchema<Song>().Key(song => song.Number).CreateKeys();

        Assert.Equal(0, titles.Put("", out _));
        Assert.Equal(1, titles.Put("Alien", out _));
        Assert.Equal(1, titles.Find("Alien"));
        songs.Put(new Song(7, "a"), out _);
        Assert.Equal(0, songs.Find(new Song(7, "b")));
        Assert.True(songs.TryGet(0, out Song song));
        Assert.Equal("a", song.Title);
        Assert.Equal(0, songs.FindKey(7));
    }

    [Fact]
    public void A_key_of_another_type_is_refused()
    {
        ItemKeys<Song> songs = new ItemSchema<Song>().Key(song => song.Number).CreateKeys();

        string message = Assert.Throws<ArgumentException>("key", () => songs.FindKey("7")).Message;
        Assert.Contains("'System.Int32', not 'System.String'", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("key", () => songs.FindKey(7L));
        Assert.Throws<ArgumentNullException>("key", () => songs.FindKey<string>(null!));
    }

    [Fact]
    public void Unusable_keys_are_refused()
    {
        ItemKeys<Film> keys = Films();

        Assert.Throws<ArgumentNullException>("item", () => keys.Find(null!));
        string message = Assert.Throws<ArgumentException>("item", () => keys.Find(new Film(null!))).Message;
        Assert.Contains("The key of an item is null", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("item", () => keys.Put(new Film(new string('x', 1001)), out _));
        Assert.Throws<ArgumentException>("item", () => keys.TextOf(new Film("\ud800")));
        Assert.Throws<ArgumentOutOfRangeException>("id", () => keys.TextOf(0));
        Assert.Equal(0, keys.Count);

        ItemKeys<Bare> bare = new ItemSchema<Bare>().Key(item => item, new KeyFormat<Bare>(key => "bare", text => new Bare())).CreateKeys();
        message = Assert.Throws<ArgumentException>("item", () => bare.Put(new Bare(), out _)).Message;
        Assert.Contains("compares by reference", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>("item", () => bare.TextOf(new Bare())).Message;
        Assert.Contains("compares by reference", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparer_makes_keys_the_same()
    {
        ItemKeys<Film> keys = Films(StringComparer.OrdinalIgnoreCase);
        keys.Put(new Film("Alien"), out _);

        Assert.Equal(0, keys.Find(new Film("ALIEN")));
        Assert.Equal(0, keys.FindText("alien"));
        Assert.Equal("Alien", keys.TextOf(new Film("ALIEN")));
        Assert.Equal(0, keys.Put(new Film("aLIEN"), out bool isNew));
        Assert.False(isNew);
        Assert.Equal("Alien", keys.TextOf(0));
        Assert.Throws<InvalidDataException>(() => keys.Add("ALIEN"));
        Assert.Single(new[] { new Film("heat"), new Film("HEAT") }.Distinct(keys.ByKey));
        Assert.Equal(2, new[] { new Film("heat"), new Film("ran") }.Distinct(keys.ByKey).Count());
    }

    [Fact]
    public void Keys_are_stored_and_read_without_records()
    {
        ItemKeys<Film> keys = Films("alien", "", "😀\0", "heat");
        keys.Withdraw(3);
        byte[] bytes = Stored(keys.WriteTo);

        ItemKeys<Film> read = Read(bytes);
        Assert.Equal(4, read.Count);
        for (int id = 0; id < 4; id++)
        {
            Assert.Equal(keys.TextOf(id), read.TextOf(id));
            Assert.Equal(id, read.FindText(keys.TextOf(id)));
            Assert.False(read.IsAvailable(id));
        }

        Assert.Equal(bytes, Stored(read.WriteTo));
        Assert.Throws<InvalidOperationException>(() => SnapshotReader.Load(
            new MemoryStream(bytes),
            SnapshotKind.TuningControls,
            (reader, head) =>
            {
                read.Read(reader);
                return 0;
            }));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Read(bytes[..length]));
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => Read(damaged));
        }
    }

    [Fact]
    public void Stored_keys_that_are_wrong_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read(Stored(writer => WriteKeys(writer, "a", "b", "a"))));
        Assert.Throws<InvalidDataException>(() => Read(Stored(writer => WriteKeys(writer, new string('a', 1001)))));
        Assert.Throws<InvalidDataException>(() => Read(Stored(writer => WriteKeys(writer, "\udc00"))));
        Assert.Throws<InvalidDataException>(() => Read(Stored(writer => writer.WriteCompact((1 << 26) + 1))));
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        ItemKeys<Film> films = Films("alien");
        ItemKeys<Song> songs = new ItemSchema<Song>().Key(song => song.Number).CreateKeys();
        songs.Put(new Song(7, "a"), out _);
        Film film = new("alien");

        AllocationAssert.None(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                _ = films.Find(film) + films.FindKey("alien") + songs.Find(new Song(7, "")) + songs.FindKey(i);
                _ = films.TryGet(0, out _) && songs.TryGet(0, out _);
            }
        });
    }

    [Fact]
    public async Task Readers_see_whole_items_while_one_thread_writes()
    {
        const int count = 20_000;
        ItemKeys<Film> keys = Films();
        using CancellationTokenSource done = new();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(seed => Task.Run(() =>
        {
            Random random = new(seed);
            while (!done.IsCancellationRequested)
            {
                int number = random.Next(count);
                int id = keys.FindKey($"{number}");
                if (id >= 0)
                {
                    Assert.Equal(number, id);
                    Assert.InRange(id, 0, keys.Count - 1);
                    Assert.Equal($"{number}", keys.TextOf(id));
                    Assert.True(!keys.TryGet(id, out Film film) || film.Id == $"{number}");
                }

                int last = keys.Count - 1;
                if (last >= 0)
                {
                    Assert.Equal($"{last}", keys.TextOf(last));
                }

                // Items from 1 on that are divisible by 3 are never withdrawn.
                if (keys.Available is { } bits && id > 0 && id % 3 == 0 && id >> 6 < bits.Length)
                {
                    Assert.NotEqual(0ul, bits[id >> 6] & (1ul << id));
                }
            }
        }))];
        for (int id = 0; id < count; id++)
        {
            keys.Put(new Film($"{id}"), out _);
            if (id % 3 == 1)
            {
                keys.Withdraw(id);
            }
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(count, keys.Count);
        Assert.Equal(count - ((count + 1) / 3), Enumerable.Range(0, count).Count(keys.IsAvailable));
    }

    private static void WriteKeys(SnapshotWriter writer, params string[] texts)
    {
        writer.WriteCompact((ulong)texts.Length);
        foreach (string text in texts)
        {
            writer.Write(text);
        }
    }

    private static byte[] Stored(Action<SnapshotWriter> write)
    {
        using MemoryStream stream = new();
        SnapshotWriter.Save(bytes => stream.Write(bytes), writer =>
        {
            writer.BeginObject(SnapshotKind.TuningControls);
            write(writer);
        });
        return stream.ToArray();
    }

    private static ItemKeys<Film> Read(byte[] bytes) => SnapshotReader.Load(
        new MemoryStream(bytes),
        SnapshotKind.TuningControls,
        (reader, head) =>
        {
            _ = head.Shape(0);
            ItemKeys<Film> keys = Films();
            keys.Read(reader);
            return keys;
        });
}
