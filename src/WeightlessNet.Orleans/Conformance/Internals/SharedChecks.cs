using WeightlessNet.Orleans.Storage;
using static WeightlessNet.Orleans.Conformance.Internals.StoreTrial;

namespace WeightlessNet.Orleans.Conformance.Internals;

/// <summary>Checks of what a store keeps for all silos: items, documents and leases.</summary>
internal static class SharedChecks
{
    public static (string Name, Func<StoreTrial, Task> Check)[] All { get; } =
    [
        ("Each key of an item gets one id and keeps it, also with several writers", ItemsAsync),
        ("What has changed of items is read once, and nothing is missed", ItemChangesAsync),
        ("A document is replaced by the next one alone", DocumentsAsync),
        ("A lease has one holder, until it ends or is given back", LeasesAsync),
    ];

    private static async Task ItemsAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        string[] before = await KeysAsync(trial, stores[0]).ConfigureAwait(false);
        string[] first = [trial.User("b"), trial.User("a"), trial.User("A")];
        await WriteAsync(trial, stores[0], first).ConfigureAwait(false);
        string[] all = await KeysAsync(trial, stores[0]).ConfigureAwait(false);
        Require(all.SequenceEqual([.. before, .. first]), $"The keys must be in the order given, not {string.Join(", ", all)}.");
        try
        {
            await WriteAsync(trial, stores[0], "twice", "once", "twice").ConfigureAwait(false);
            throw new CheckFailedException("A key that occurs twice must be refused with an ArgumentException.");
        }
        catch (ArgumentException)
        {
            all = await KeysAsync(trial, stores[1]).ConfigureAwait(false);
            Require(all.Length == before.Length + 3, "A write of items that was refused has written some.");
        }

        // Half of what each adds is new to all.
        string[][] lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            await WriteAsync(trial, stores[writer % 2], [.. Enumerable.Range(writer * 100, 200).Select(i => trial.User($"item {i}"))])
                .ConfigureAwait(false);
            return await KeysAsync(trial, stores[writer % 2]).ConfigureAwait(false);
        }))).ConfigureAwait(false);
        all = await KeysAsync(trial, stores[1]).ConfigureAwait(false);
        Require(all.Length == before.Length + 903, $"There must be {before.Length + 903} keys, not {all.Length}.");
        Require(all.Distinct(StringComparer.Ordinal).Count() == all.Length, "A key has two ids.");
        Require(lists.All(list => list.SequenceEqual(all.Take(list.Length))), "A key has changed its id.");
        await trial.CloseAsync().ConfigureAwait(false);
        IUserStore again = await trial.OpenAsync().ConfigureAwait(false);
        string[] opened = await KeysAsync(trial, again).ConfigureAwait(false);
        Require(all.SequenceEqual(opened), "Keys or ids are lost when the store is opened.");
    }

    private static async Task ItemChangesAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        StoredItems before = await stores[0].ReadItemsAsync(0, trial.Cancel).ConfigureAwait(false);
        (string a, string b, string c) = (trial.User("a"), trial.User("b"), trial.User("c"));
        await stores[0].WriteItemsAsync([new(a, Bytes(a, 1)), new(b, default)], trial.Cancel).ConfigureAwait(false);
        StoredItems added = await stores[1].ReadItemsAsync(before.Revision, trial.Cancel).ConfigureAwait(false);
        RequireItems(added, (a, Bytes(a, 1)), (b, []));
        Require(added.Items[0].Id == before.Items.Count, "Reading after a revision gives other ids.");

        // What is the same again is no change.
        await stores[1].WriteItemsAsync([new(b, default), new(a, Bytes(a, 1))], trial.Cancel).ConfigureAwait(false);
        StoredItems same = await stores[0].ReadItemsAsync(added.Revision, trial.Cancel).ConfigureAwait(false);
        RequireItems(same);
        await stores[1].WriteItemsAsync(
            [new(c, Bytes(c, 1)), new(b, Bytes(b, 2)), new(a, Bytes(a, 1))], trial.Cancel).ConfigureAwait(false);
        StoredItems changed = await stores[0].ReadItemsAsync(same.Revision, trial.Cancel).ConfigureAwait(false);
        RequireItems(changed, (b, Bytes(b, 2)), (c, Bytes(c, 1)));

        // Several add and change items, while one reads what is new.
        long revision = changed.Revision;
        Dictionary<string, byte[]> known = [];
        Task[] writing =
        [
            .. Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; i < 25; i++)
                {
                    string own = trial.User($"{writer} {i % 20}");
                    await stores[writer % 2].WriteItemsAsync(
                        [new(own, Bytes(own, i)), new(a, Bytes(a, (100 * writer) + i))], trial.Cancel).ConfigureAwait(false);
                }
            })),
        ];
        bool isLast;
        do
        {
            isLast = Task.WhenAll(writing).IsCompleted;
            StoredItems some = await stores[0].ReadItemsAsync(revision, trial.Cancel).ConfigureAwait(false);
            Require(some.Revision >= revision, "The revision has gone back.");
            revision = some.Revision;
            foreach (StoredItem item in some.Items)
            {
                known[item.Key] = item.Content.ToArray();
            }
        }
        while (!isLast);
        await Task.WhenAll(writing).ConfigureAwait(false);
        foreach (StoredItem item in (await stores[1].ReadItemsAsync(changed.Revision, trial.Cancel).ConfigureAwait(false)).Items)
        {
            Require(known.TryGetValue(item.Key, out byte[]? read), $"The item '{item.Key}' has changed and was not read.");
            RequireSame(item.Content, read, $"What was read last of the item '{item.Key}'");
        }

        Require(known.Count == 81, $"81 items were changed, not {known.Count}.");
    }

    private static async Task DocumentsAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        string name = trial.User("document");
        await RequireDocumentAsync(0, 0, null).ConfigureAwait(false);
        Require(!await WriteAsync(2, 0).ConfigureAwait(false), "Document 2 is written although there is none before it.");
        Require(await WriteAsync(1, 0).ConfigureAwait(false), "The first document is refused.");
        Require(!await WriteAsync(1, 1).ConfigureAwait(false), "A second document 1 is written.");
        await RequireDocumentAsync(0, 1, Bytes(name, 0)).ConfigureAwait(false);
        await RequireDocumentAsync(1, 1, null).ConfigureAwait(false);
        bool[] written = await Task.WhenAll(Enumerable.Range(2, 8).Select(i => Task.Run(() => WriteAsync(2, i)))).ConfigureAwait(false);
        Require(written.Count(one => one) == 1, $"{written.Count(one => one)} of 8 documents with the same number were written.");
        await RequireDocumentAsync(1, 2, Bytes(name, 2 + Array.IndexOf(written, true))).ConfigureAwait(false);
        byte[] large = new byte[3_000_000];
        new Random(1).NextBytes(large);
        await stores[0].WriteDocumentAsync(name, new StoredDocument(3, large), trial.Cancel).ConfigureAwait(false);
        await stores[0].WriteDocumentAsync($"{name} of another name", new StoredDocument(1, default), trial.Cancel).ConfigureAwait(false);
        await trial.CloseAsync().ConfigureAwait(false);
        stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        await RequireDocumentAsync(2, 3, large).ConfigureAwait(false);

        Task<bool> WriteAsync(long number, int content) =>
            stores[content % 2].WriteDocumentAsync(name, new StoredDocument(number, Bytes(name, content)), trial.Cancel);

        async Task RequireDocumentAsync(long after, long number, byte[]? content)
        {
            StoredDocument? document = await stores[1].ReadDocumentAsync(name, after, trial.Cancel).ConfigureAwait(false);
            Require(
                document is null == content is null,
                $"After {after} there must be {(content is null ? "no document" : $"document {number}")}, not {document?.Number}.");
            RequireSame(content ?? [], document?.Content ?? default(ReadOnlyMemory<byte>), $"Document {number}");
            Require(content is null || document!.Number == number, $"The document must have number {number}, not {document?.Number}.");
        }
    }

    private static async Task LeasesAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        string name = trial.User("lease");
        TimeSpan day = TimeSpan.FromDays(1);
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => LeaseAsync(i, day)))).ConfigureAwait(false);
        Require(taken.Count(one => one) == 1, $"{taken.Count(one => one)} of 8 hold the lease.");
        int holder = Array.IndexOf(taken, true);
        Require(!await LeaseAsync(holder + 1, TimeSpan.Zero).ConfigureAwait(false), "Somebody gave back the lease of another one.");
        Require(await LeaseAsync(holder, day).ConfigureAwait(false), "The holder cannot prolong the lease.");
        Require(!await LeaseAsync(holder + 1, day).ConfigureAwait(false), "A lease that was prolonged is taken by another one.");
        Require(await LeaseAsync(holder, TimeSpan.Zero).ConfigureAwait(false), "The holder cannot give back the lease.");
        Require(await LeaseAsync(holder + 1, TimeSpan.FromMilliseconds(50)).ConfigureAwait(false), "A lease that was given back is held.");
        for (int waited = 0; !await LeaseAsync(holder + 2, day).ConfigureAwait(false); waited++)
        {
            Require(waited < 500, "A lease of 50 milliseconds is held for more than 5 seconds.");
            await Task.Delay(10, trial.Cancel).ConfigureAwait(false);
        }

        Task<bool> LeaseAsync(int holder, TimeSpan duration) =>
            stores[holder % 2].LeaseAsync(name, $"holder {holder}", duration, trial.Cancel);
    }

    private static async Task<string[]> KeysAsync(StoreTrial trial, IUserStore store)
    {
        StoredItems items = await store.ReadItemsAsync(0, trial.Cancel).ConfigureAwait(false);
        Require(items.Items.Select(item => item.Id).SequenceEqual(Enumerable.Range(0, items.Items.Count)), "The ids have a gap.");
        return [.. items.Items.Select(item => item.Key)];
    }

    private static Task WriteAsync(StoreTrial trial, IUserStore store, params string[] keys) => store.WriteItemsAsync(
        [.. keys.Select(key => KeyValuePair.Create(key, ReadOnlyMemory<byte>.Empty))], trial.Cancel);

    private static void RequireItems(StoredItems items, params ReadOnlySpan<(string Key, byte[] Content)> expected)
    {
        Require(items.Items.Count == expected.Length, $"{expected.Length} items have changed, not {items.Items.Count}.");
        for (int i = 0; i < expected.Length; i++)
        {
            Require(items.Items[i].Key == expected[i].Key, $"The item '{expected[i].Key}' has changed, not '{items.Items[i].Key}'.");
            RequireSame(expected[i].Content, items.Items[i].Content, $"The content of the item '{expected[i].Key}'");
        }
    }
}
