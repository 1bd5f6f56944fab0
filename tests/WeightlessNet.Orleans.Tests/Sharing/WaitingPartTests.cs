using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>A part of the crowd's log that cannot go on holds up nothing else, and nothing is lost.</summary>
public sealed class WaitingPartTests
{
    // A crowd with one item more than the others have.
    private static readonly CrowdModel More =
        CrowdModel.From(new WeightlessRecommender(FilmWorld.CatalogOf(FilmWorld.Items + 1), RatingScale.HalfStars));

    private static readonly string[] Users = [.. Enumerable.Range(0, 99).Select(i => $"user {i}").DistinctBy(CrowdParts.Of)];

    [Fact]
    public async Task A_reading_ends_although_a_part_waits_and_others_get_entries_all_the_time()
    {
        const int PageLength = 2;
        FailingStore store = new();
        byte[] damaged = FilmWorld.ChangeOf(More, 1);
        damaged[^1] ^= 1;
        for (int i = 0; i < PageLength; i++)
        {
            await store.WriteAsync(Users[0], i, UserWrite.Append(default, damaged));
        }

        int written = 0;
        store.OnCrowdRead = async () =>
        {
            if (written < 100)
            {
                await store.Inner.WriteAsync(Users[1], written++, UserWrite.Append(default, FilmWorld.ChangeOf(More, 2)));
            }
        };
        using SiloCrowd crowd = new(
            store, CrowdModel.From(FilmWorld.Untaught()), new CrowdOptions { EntriesPerReading = PageLength });
        CrowdVersion version = await crowd.RefreshAsync();
        Assert.Equal(1, version.Positions[CrowdParts.Of(Users[1])]);
        Assert.Equal(1, store.CrowdReads);
    }

    [Fact]
    public async Task A_silo_that_lacks_an_item_replaces_no_checkpoint_that_it_has_not_read()
    {
        FailingStore store = new();
        CrowdOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(300) };
        using SiloCrowd lacking = new(store, CrowdModel.From(FilmWorld.Untaught()), options);
        using SiloCrowd knowing = new(store, More, new CrowdOptions { EntriesPerCheckpoint = 1 });
        byte[] ofLacked = FilmWorld.ChangeOf(More, FilmWorld.Items);
        byte[] ofKnown = FilmWorld.ChangeOf(More, 1);
        await store.WriteAsync(Users[0], 0, UserWrite.Append(default, ofLacked));

        // While one silo saves the rating of the item, the other one reads a rating of another part.
        store.OnCheckpoint = async () =>
        {
            await store.WriteAsync(Users[1], 0, UserWrite.Append(default, ofKnown));
            Assert.Equal(1, (await lacking.RefreshAsync()).Positions[CrowdParts.Of(Users[1])]);
        };
        await knowing.RefreshAsync();
        Assert.Equal(1, (await store.ReadCrowdAsync(new long[CrowdParts.Count])).Checkpoint!.Positions[CrowdParts.Of(Users[0])]);
        await Task.Delay(options.CheckpointInterval * 1.2);
        for (int reading = 0; reading < 3; reading++)
        {
            Assert.Equal(FilmWorld.Items, (await lacking.RefreshAsync()).LackedItem);
        }

        using SiloCrowd later = new(store, More);
        CrowdChanges all = new(More.Scale);
        foreach (byte[] change in (byte[][])[ofLacked, ofKnown])
        {
            all.Add(Snapshot.Load<CrowdChanges>(new MemoryStream(change)));
        }

        Assert.Equal(FilmWorld.BytesOf(More.With(all)), FilmWorld.BytesOf((await later.RefreshAsync()).Model));
        Assert.Equal(1, later.Current.Positions[CrowdParts.Of(Users[0])]);
    }
}
