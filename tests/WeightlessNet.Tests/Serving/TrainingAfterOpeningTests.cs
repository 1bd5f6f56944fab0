using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>What a training in the background counts of the time before a folder was opened.</summary>
public sealed class TrainingAfterOpeningTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private static readonly UserRating<string, Film>[] Ratings = Film.Ratings(Films, 30, 10, 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Descriptions_that_no_training_has_seen_do_not_delay_the_next_one()
    {
        await using (Recommender<string, Film> films = await OpenAsync(TrainingRule.OnDemand))
        {
            await films.LearnAsync(Ratings[..100]);
            await films.TrainAsync();
            for (int user = 0; user < 1000; user++)
            {
                await films.DescribeUserAsync($"n{user}", new UserValue("age", 20));
            }

            await films.CheckpointAsync();
        }

        await using Recommender<string, Film> opened = await OpenAsync(new TrainingRule { Growth = 2 });
        await opened.LearnAsync(Ratings[..100].Select(static rating => rating with { Value = 6 - rating.Value }));
        await opened.LearnAsync(Ratings[..100]);
        Assert.True(await IsTrainedAsync(opened));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ratings_since_the_last_training_count_though_a_checkpoint_has_them(bool wasTrained)
    {
        int first = 150;
        await using (Recommender<string, Film> films = await OpenAsync(TrainingRule.OnDemand))
        {
            await films.LearnAsync(Ratings[..first]);
            _ = wasTrained ? await films.TrainAsync() : null;
            await films.LearnAsync(Ratings[first..]);
            await films.CheckpointAsync();
        }

        TrainingRule rule = wasTrained ? new TrainingRule { Growth = 0.5 } : new TrainingRule { FirstAfter = 200 };
        await using Recommender<string, Film> opened = await OpenAsync(rule);
        Assert.True(await IsTrainedAsync(opened));
    }

    [Fact]
    public async Task Nothing_is_due_when_nothing_has_changed_since_the_last_training()
    {
        await using (Recommender<string, Film> films = await OpenAsync(TrainingRule.OnDemand))
        {
            await films.LearnAsync(Ratings);
            await films.TrainAsync();
        }

        await using Recommender<string, Film> opened = await OpenAsync(new TrainingRule { Growth = 0.0001 });
        await Task.Delay(1000);
        Assert.Null(opened.LastTraining);
    }

    private static async Task<bool> IsTrainedAsync(Recommender<string, Film> films)
    {
        for (int waited = 0; films.LastTraining is null && waited < 300; waited++)
        {
            await Task.Delay(100);
        }

        return films.LastTraining is not null;
    }

    private Task<Recommender<string, Film>> OpenAsync(TrainingRule rule) => Recommender<string, Film>.OpenAsync(
        Path.Combine(_folder.Path, "films.data"),
        Film.Schema,
        Films,
        new RecommenderOptions<string>
        {
            Training = rule,
            Durability = Durability.OperatingSystem,
            Users = new UserSchema().Buckets("age", 18, 30),
        });
}
