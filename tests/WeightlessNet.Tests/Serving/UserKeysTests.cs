using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Serving;

public sealed class UserKeysTests
{
    private static UserKeys<string> Users(params string[] names)
    {
        UserKeys<string> users = new(KeyFormat<string>.Default, null);
        foreach (string name in names)
        {
            users.GetOrAdd(name, out _);
        }

        return users;
    }

    [Fact]
    public void Users_get_ids_that_are_never_used_twice()
    {
        UserKeys<string> users = Users("ada", "ben");

        Assert.Equal(1, users.GetOrAdd("ben", out bool isNew));
        Assert.False(isNew);
        Assert.True(users.Remove("ben", out int id));
        Assert.Equal(1, id);
        Assert.False(users.Remove("ben", out id));
        Assert.Equal(-1, id);
        Assert.Equal(-1, users.Find("ben"));
        Assert.False(users.TryGetKey(1, out _));
        Assert.Equal(2, users.GetOrAdd("ben", out isNew));
        Assert.True(isNew);
        Assert.Equal(3, users.NextId);
        Assert.Equal(2, users.Count);
        Assert.Equal(["ada", "ben"], users.All);
        Assert.True(users.TryGetKey(2, out string key));
        Assert.Equal("ben", key);
        Assert.False(users.TryGetKey(-1, out _));
        Assert.False(users.TryGetKey(int.MaxValue, out _));
        Assert.True(users.Remove(2));
        Assert.False(users.Remove(2));
        Assert.False(users.Remove(-1));
    }

    [Fact]
    public void A_reserved_user_has_an_id_but_does_not_count()
    {
        UserKeys<string> users = Users("ada");

        Assert.Equal(1, users.GetOrReserve("ben", out bool isReserved));
        Assert.True(isReserved);
        Assert.Equal(1, users.GetOrReserve("ben", out isReserved));
        Assert.True(isReserved);
        Assert.Equal(-1, users.Find("ben"));
        Assert.Equal(1, users.Count);
        Assert.Equal(["ada"], users.All);
        users.Restore("ben", 1);
        Assert.Equal(1, users.GetOrReserve("ben", out isReserved));
        Assert.False(isReserved);
        Assert.Equal(1, users.Find("ben"));
        Assert.Equal(2, users.Count);
        Assert.Equal(["ada", "ben"], users.All);
        Assert.Equal(2, users.GetOrReserve("cleo", out _));
        Assert.True(users.Remove(2));
        Assert.Equal(2, users.Count);
    }

    [Fact]
    public void The_next_id_only_grows()
    {
        UserKeys<string> users = Users("ada", "ben");
        users.NextId = 20_000;

        Assert.Equal(20_000, users.GetOrAdd("cleo", out _));
        Assert.Equal(["ada", "ben", "cleo"], users.All);
        Assert.Throws<ArgumentOutOfRangeException>("value", () => users.NextId = 20_000);
        Assert.Throws<ArgumentOutOfRangeException>("value", () => users.NextId = (1 << 26) + 1);
        users.NextId = 1 << 26;
        Assert.Throws<InvalidOperationException>(() => users.GetOrAdd("dora", out _));
        Assert.Equal(0, users.GetOrAdd("ada", out _));
        Assert.Equal(3, users.Count);
    }

    [Fact]
    public void A_repeated_log_ends_in_its_last_state()
    {
        UserKeys<string> users = Users();
        users.Restore("ada", 9);
        users.NextId = 12;

        // Ada was user 5, was forgotten, and came back as user 9. The state that is there is later than the log.
        users.Restore("ada", 5);
        Assert.Equal(5, users.Find("ada"));
        Assert.False(users.TryGetKey(9, out _));
        Assert.True(users.Remove(5));
        users.Restore("ada", 9);
        users.Restore("ada", 9);
        users.Restore("ben", 7);
        users.Restore("cleo", 7);

        Assert.Equal(["cleo", "ada"], users.All);
        Assert.Equal(-1, users.Find("ben"));
        Assert.Equal(2, users.Count);
        Assert.Equal(12, users.NextId);
        users.Restore("dora", 30);
        Assert.Equal(31, users.NextId);
        Assert.Throws<InvalidDataException>(() => users.Restore("eve", -1));
        Assert.Throws<InvalidDataException>(() => users.Restore("eve", 1 << 26));
        Assert.Throws<InvalidDataException>(() => users.Restore("\ud800", 40));
        Assert.Throws<InvalidDataException>(() => new UserKeys<Guid>(KeyFormat<Guid>.Default, null).Restore("eve", 1));
    }

    [Fact]
    public void A_comparer_makes_users_the_same()
    {
        UserKeys<string> users = new(KeyFormat<string>.Default, StringComparer.OrdinalIgnoreCase);
        users.GetOrAdd("Ada", out _);

        Assert.Equal(0, users.GetOrAdd("ADA", out bool isNew));
        Assert.False(isNew);
        Assert.Equal("Ada", users.TextOf("ada"));
        Assert.Equal("ben", users.TextOf("ben"));
        Assert.True(users.Remove("aDA", out _));
    }

    [Fact]
    public void Unusable_keys_are_refused()
    {
        UserKeys<string> users = Users();
        UserKeys<object> objects = new(new KeyFormat<object>(key => "x", text => new object()), null);

        Assert.Throws<ArgumentNullException>("user", () => users.Find(null!));
        Assert.Throws<ArgumentNullException>("user", () => users.GetOrAdd(null!, out _));
        Assert.Throws<ArgumentException>("user", () => users.GetOrAdd(new string('x', 1001), out _));
        Assert.Throws<ArgumentException>("user", () => users.TextOf("\udc00"));
        string message = Assert.Throws<ArgumentException>("user", () => objects.GetOrAdd(new object(), out _)).Message;
        Assert.Contains("compares by reference", message, StringComparison.Ordinal);
        Assert.Equal(0, users.Count);
        Assert.Equal(0, users.NextId);
    }

    [Fact]
    public void Users_are_stored_with_their_ids()
    {
        UserKeys<string> users = Users("ada", "", "ben", "😀\0");
        users.Remove("ben", out _);
        users.NextId = 30_000;
        users.GetOrAdd("cleo", out _);
        users.NextId = 40_000;
        byte[] bytes = Stored(users.WriteTo);

        UserKeys<string> read = Read(bytes);
        Assert.Equal(users.All, read.All);
        Assert.Equal(40_000, read.NextId);
        Assert.Equal(4, read.Count);
        Assert.Equal(30_000, read.Find("cleo"));
        Assert.Equal(-1, read.Find("ben"));
        Assert.Equal(bytes, Stored(read.WriteTo));
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
    public void Stored_users_that_are_wrong_are_refused()
    {
        Assert.Equal(2, Read(Stored(writer => WriteUsers(writer, 9, (0, "a"), (8, "b")))).Count);
        Refused(9, (0, "a"), (0, "b"));
        Refused(9, (5, "a"), (4, "b"));
        Refused(9, (0, "a"), (1, "a"));
        Refused(9, (9, "a"));
        Refused(0, (0, "a"));
        Refused((1 << 26) + 1);
        Refused(9, (0, new string('x', 1001)));
        Refused(9, (0, "\ud800"));
        Assert.Throws<InvalidDataException>(() => SnapshotReader.Load(
            new MemoryStream(Stored(writer => WriteUsers(writer, 9, (0, "x")))),
            SnapshotKind.TuningControls,
            (reader, head) =>
            {
                new UserKeys<int>(KeyFormat<int>.Default, null).Read(reader);
                return 0;
            }));
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        UserKeys<string> names = Users("ada");
        UserKeys<Guid> guids = new(KeyFormat<Guid>.Default, null);
        guids.GetOrAdd(Guid.AllBitsSet, out _);

        AllocationAssert.None(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                _ = names.Find("ada") + guids.Find(Guid.AllBitsSet) + guids.GetOrAdd(Guid.AllBitsSet, out _);
                _ = names.TryGetKey(0, out _) && guids.TryGetKey(0, out _);
            }
        });
    }

    [Fact]
    public async Task Threads_that_add_and_remove_share_no_ids()
    {
        const int each = 3000;
        UserKeys<int> users = new(KeyFormat<int>.Default, null);
        using CancellationTokenSource done = new();
        Task reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                int last = -1;
                foreach (int user in users.All)
                {
                    // Ids of one thread's users grow with their numbers; a found id has this user or, after a removal, none.
                    int id = users.Find(user);
                    Assert.True(id < 0 || !users.TryGetKey(id, out int key) || key == user);
                    last = Math.Max(last, id);
                }

                Assert.InRange(last, -1, users.NextId - 1);
                _ = Stored(users.WriteTo);
            }
        });
        int[][] ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            List<int> added = [];
            for (int i = 0; i < each; i++)
            {
                added.Add(users.GetOrAdd((i * 4) + thread, out bool isNew));
                Assert.True(isNew);
                if (i % 2 == 1)
                {
                    Assert.True(users.Remove((i * 4) + thread, out int removed));
                    Assert.Equal(added[^1], removed);
                }
            }

            return added.ToArray();
        })));
        await done.CancelAsync();
        await reader;

        Assert.Equal(Enumerable.Range(0, 4 * each), ids.SelectMany(one => one).Order());
        Assert.Equal(2 * each, users.Count);
        Assert.Equal(2 * each, users.All.Distinct().Count());
        Assert.Equal(4 * each, users.NextId);
    }

    private static void Refused(int nextId, params (int Id, string Key)[] users) =>
        Assert.Throws<InvalidDataException>(() => Read(Stored(writer => WriteUsers(writer, nextId, users))));

    private static void WriteUsers(SnapshotWriter writer, int nextId, params (int Id, string Key)[] users)
    {
        writer.WriteCompact((ulong)nextId);
        writer.WriteCompact((ulong)users.Length);
        foreach ((int id, string key) in users)
        {
            writer.WriteCompact((ulong)id);
            writer.Write(key);
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

    private static UserKeys<string> Read(byte[] bytes) => SnapshotReader.Load(
        new MemoryStream(bytes),
        SnapshotKind.TuningControls,
        (reader, head) =>
        {
            _ = head.Shape(0);
            UserKeys<string> users = Users();
            users.Read(reader);
            return users;
        });
}
