using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>After what time likes count half is learned from the users' latest likes.</summary>
public sealed class HalfLifeTests : IDisposable
{
    private const int Users = 320;
    private const int Seasons = 10;
    private const int ItemsOfSeason = 16;
    private const int Each = 3;
    private const int SeasonsOfUser = 5;
    private const long Start = 1_600_000_000;
    private const long Season = 100 * 86_400;

    private static readonly Film[] Films = Film.Some(Seasons * ItemsOfSeason);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_half_life_is_learned_where_users_move_on_and_helps_them()
    {
        await using Recommender<string, Film> learned = await TrainedAsync(Quiet(null), MovingOn());
        await using Recommender<string, Film> none = await TrainedAsync(Quiet(TimeSpan.MaxValue), MovingOn());
        Assert.Contains("EASE", learned.LastTraining!.HalfLives.Keys);
        Assert.All(learned.LastTraining.HalfLives.Values, halfLife => Assert.InRange(halfLife.TotalDays, 6, 200));
        Assert.Contains("days in EASE", learned.LastTraining.ToString(), StringComparison.Ordinal);
        Assert.Empty(none.LastTraining!.HalfLives);
        Assert.True(HitsOf(learned) > HitsOf(none) * 1.05, $"{HitsOf(learned)} and {HitsOf(none)} of {Users * Each}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task There_is_none_where_time_says_nothing_or_is_unknown(bool hasTimes)
    {
        SplitMix64 random = new(3);
        UserEvent<string, Film>[] events =
        [
            .. MovingOn().Select(one => one with
            {
                Time = hasTimes ? DateTimeOffset.FromUnixTimeSeconds(Start + random.Next((int)(Seasons * Season))) : null,
            }),
        ];
        await using Recommender<string, Film> films = await TrainedAsync(Quiet(null), events);
        Assert.Empty(films.LastTraining!.HalfLives);
        await using Recommender<string, Film> never = await TrainedAsync(Quiet(TimeSpan.MaxValue), events);
        Assert.Equal(Answers(never), Answers(films));
    }

    [Fact]
    public async Task There_is_none_for_a_few_users()
    {
        await using Recommender<string, Film> films = await TrainedAsync(
            Quiet(null), [.. MovingOn().Where(static one => int.Parse(one.User[1..], null) < 80)]);
        Assert.Empty(films.LastTraining!.HalfLives);
    }

    [Fact]
    public async Task What_is_set_is_not_learned()
    {
        await using Recommender<string, Film> films = await TrainedAsync(Quiet(TimeSpan.FromDays(3000)), MovingOn());
        Assert.Equal([TimeSpan.FromDays(3000)], films.LastTraining!.HalfLives.Values.Distinct());
        RecommenderOptions<string> options = Film.Quiet with { Lists = new WeightlessRankingOptions { HalfLife = TimeSpan.FromDays(2) } };
        await using var rated = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await rated.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        Assert.Equal([TimeSpan.FromDays(2)], (await rated.TrainAsync()).HalfLives.Values.Distinct());
        foreach (TimeSpan wrong in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(20_001), TimeSpan.MinValue])
        {
            Assert.Contains(
                nameof(TimeSpan.MaxValue),
                Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new EventOptions { HalfLife = wrong }).Message,
                StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new WeightlessRankingOptions { HalfLife = wrong });
        }

        Assert.Throws<ArgumentOutOfRangeException>("HalfLife", () => new EaseOptions { HalfLife = TimeSpan.MaxValue });
    }

    [Fact]
    public async Task It_is_the_same_for_any_number_of_threads_and_after_a_restart()
    {
        string path = Path.Combine(_folder.Path, "films.data");
        RecommenderOptions<string> one = Quiet(null) with { Training = new TrainingRule { Growth = 1e9, MaxDegreeOfParallelism = 1 } };
        string[] answers;
        await using (var films = await Recommender<string, Film>.OpenAsync(path, Film.Schema, Films, one))
        {
            await films.AddEventsAsync(MovingOn());
            Assert.NotEmpty((await films.TrainAsync()).HalfLives);
            answers = Answers(films);
        }

        await using var opened = await Recommender<string, Film>.OpenAsync(path, Film.Schema, Films, Quiet(null));
        Assert.Equal(answers, Answers(opened));
        await using Recommender<string, Film> four = await TrainedAsync(
            Quiet(null) with { Training = new TrainingRule { Growth = 1e9, MaxDegreeOfParallelism = 4 } }, MovingOn());
        Assert.Equal(answers, Answers(four));
    }

    [Fact]
    public async Task The_choice_reports_its_progress()
    {
        await using Recommender<string, Film> films = Recommender<string, Film>.InMemory(Film.Schema, Films, Quiet(null));
        await films.AddEventsAsync(MovingOn());
        Reports reports = new();
        await films.TrainAsync(reports);
        Assert.Equal(reports.Values.Order(), reports.Values);
        Assert.Equal(1, reports.Values[^1]);

        // Two central models are tried with six half-lives each, in the first seventh of the training of lists.
        Assert.InRange(reports.Values[0], 0, 0.02);
        Assert.True(reports.Values.Count(static value => value < 0.15) >= 12);
    }

    private sealed class Reports : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value)
        {
            lock (Values)
            {
                Values.Add(value);
            }
        }
    }

    private static RecommenderOptions<string> Quiet(TimeSpan? halfLife) =>
        Film.Quiet with { Events = new EventOptions { HalfLife = halfLife } };

    private static async Task<Recommender<string, Film>> TrainedAsync(
        RecommenderOptions<string> options, IEnumerable<UserEvent<string, Film>> events)
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.AddEventsAsync(events);
        await films.TrainAsync();
        return films;
    }

    private static string[] Answers(Recommender<string, Film> films)
    {
        // What another thread has learned may show 16 milliseconds later.
        Thread.Sleep(50);
        return
        [
            .. Enumerable.Range(0, 20).SelectMany(user => films.Recommend($"u{user}", 8)).Select(
                static one => string.Create(CultureInfo.InvariantCulture, $"{one.Item.Id} {one.Score:R} {one.Why}")),
        ];
    }

    // How many of the items of each user's next season are among the first ten.
    private static int HitsOf(Recommender<string, Film> films) => Enumerable.Range(0, Users).Sum(user =>
    {
        int next = SeasonOf(user, SeasonsOfUser);
        return films.Recommend($"u{user}", 10).Count(one => Array.IndexOf(Films, one.Item) / ItemsOfSeason == next);
    });

    private static int SeasonOf(int user, int number) => (user + number) % Seasons;

    // Each user chooses some films of one season after the other.
    private static IEnumerable<UserEvent<string, Film>> MovingOn()
    {
        SplitMix64 random = new(1);
        for (int user = 0; user < Users; user++)
        {
            for (int number = 0; number < SeasonsOfUser; number++)
            {
                for (int i = 0; i < Each; i++)
                {
                    int film = (SeasonOf(user, number) * ItemsOfSeason) + random.Next(ItemsOfSeason);
                    long time = Start + (number * Season) + random.Next((int)Season);
                    yield return new UserEvent<string, Film>($"u{user}", Films[film], 1, DateTimeOffset.FromUnixTimeSeconds(time));
                }
            }
        }
    }
}
