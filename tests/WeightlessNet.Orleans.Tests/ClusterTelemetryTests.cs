using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Tests;

/// <summary>What silos do can be watched.</summary>
public sealed class ClusterTelemetryTests
{
    private static readonly CrowdModel Nobody = CrowdModel.From(new HybridRecommender(FilmWorld.Catalog, RatingScale.HalfStars));

    [Fact]
    public async Task Calls_are_measured_with_what_became_of_them()
    {
        ConcurrentDictionary<string, long> counted = [];
        ConcurrentDictionary<string, int> recorded = [];
        ConcurrentBag<string> activities = [];
        using MeterListener meters = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == ClusterTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.AddOrUpdate($"{instrument.Name} {Tag(tags)}", value, (_, before) => before + value));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            recorded.AddOrUpdate($"{instrument.Name} {Tag(tags)}", 1, (_, before) => before + 1));
        meters.Start();
        using ActivityListener traces = new()
        {
            ShouldListenTo = source => source.Name == ClusterTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => activities.Add($"{activity.OperationName} {activity.Status}"),
        };
        ActivitySource.AddActivityListener(traces);

        FailingStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            Guid operation = Guid.NewGuid();
            await ada.LearnAsync(operation, new RatedItem(1, 4, 0));
            await ada.LearnAsync(operation, new RatedItem(1, 4, 0));
            await ada.ForgetAsync(Guid.NewGuid(), 7);
            store.FailsBefore = true;
            await Assert.ThrowsAsync<IOException>(() => ada.LearnAsync(Guid.NewGuid(), new RatedItem(2, 4, 0)));
            SiloCrowd crowd = cluster.Crowds.Single();
            await crowd.RefreshAsync();
            Assert.True(await new CrowdTrainer(store, crowd).TrainAsync());
        }

        // Other tests of this process are measured too.
        foreach (string outcome in (string[])["applied", "repeated", "nothing", "failed"])
        {
            Assert.True(counted.ContainsKey($"weightlessnet.cluster.changes {outcome}"), outcome);
        }

        Assert.True(counted["weightlessnet.cluster.crowd.entries "] > 0);
        foreach (string call in (string[])
            ["load.duration ", "write.duration ", "write.duration System.IO.IOException", "crowd.read.duration ", "train.duration "])
        {
            Assert.True(recorded.ContainsKey($"weightlessnet.cluster.{call}"), call);
        }

        Assert.Contains("weightlessnet.cluster.load Unset", activities);
        Assert.Contains("weightlessnet.cluster.write Error", activities);
        Assert.Contains("weightlessnet.cluster.crowd.read Unset", activities);
        Assert.Contains("weightlessnet.cluster.train Unset", activities);

        static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.IsEmpty ? "" : (string?)tags[0].Value;
    }

    [Fact]
    public async Task Health_tells_whether_a_silo_follows_the_store()
    {
        FailingStore store = new();
        using SiloCrowd crowd = new(store, Nobody);
        Assert.False(crowd.Health.IsHealthy);
        await crowd.RefreshAsync();
        Assert.True(crowd.Health.IsHealthy);
        DateTimeOffset? last = crowd.Health.LastReading;
        store.Gate = new TaskCompletionSource();
        store.Gate.SetException(new IOException("The disk cannot be read."));
        await Assert.ThrowsAsync<IOException>(() => crowd.RefreshAsync());
        Assert.Equal((false, "The disk cannot be read.", last), (crowd.Health.IsHealthy, crowd.Health.Failure, crowd.Health.LastReading));
        store.Gate = null;
        await store.WriteDocumentAsync("trained crowd", new StoredDocument(1, new byte[] { 99 }));
        await crowd.RefreshAsync();
        Assert.Equal((false, 1, null), (crowd.Health.IsHealthy, crowd.Health.UnusedTraining, crowd.Health.Failure));
    }
}
