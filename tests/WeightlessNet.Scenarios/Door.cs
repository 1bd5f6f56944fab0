using System.Collections.Concurrent;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <inheritdoc cref="IDoor"/>
/// <param name="recommender">The recommender.</param>
/// <param name="keys">Its keys.</param>
/// <param name="owner">What is disposed of to close it: the recommender or its container.</param>
/// <param name="isOfEvents">Whether it learns events.</param>
internal sealed class Door<TKey>(Recommender<TKey, Film> recommender, KeyMaker<TKey> keys, IAsyncDisposable owner, bool isOfEvents) : IDoor
    where TKey : notnull
{
    private const double BoostBy = 1;

    private readonly ConcurrentDictionary<int, int> _numbers = [];

    public IReadOnlyList<int> Users => [.. recommender.Users.Select(keys.UserNumber).Order()];

    public IReadOnlyList<Film> Films => [.. recommender.Items];

    public int RatingCount => recommender.RatingCount;

    public bool IsOfEvents => isOfEvents;

    public RecommenderHealth Health => recommender.Health;

    public TrainingReport? LastTraining => recommender.LastTraining;

    public IRecommender? Inner => recommender.Inner;

    public object Recommender => recommender;

    public ValueTask DisposeAsync() => owner.DisposeAsync();

    public async Task<int> DoAsync(Step step)
    {
        TKey user = keys.OfUser(step.User);
        var film = Film.Of(step.Film, step.Edition);
        switch (step.Kind)
        {
            case StepKind.Learn when isOfEvents:
                await recommender.AddEventAsync(user, film, step.Amount, DateTimeOffset.FromUnixTimeSeconds(step.Time));
                return 0;
            case StepKind.SetTotal:
                await recommender.SetEventsAsync(user, film, (decimal)step.Rating, DateTimeOffset.FromUnixTimeSeconds(step.Time));
                return 0;
            case StepKind.ForgetEvent:
                return (await recommender.ForgetEventAsync(user, film, step.Amount)).Ratings;
            case StepKind.Learn:
                await recommender.LearnAsync(user, film, step.Rating, DateTimeOffset.FromUnixTimeSeconds(step.Time));
                return 0;
            case StepKind.Forget:
                return (await recommender.ForgetAsync(user, film)).Ratings;
            case StepKind.ForgetUser:
                return (await recommender.ForgetUserAsync(user)).Ratings;
            case StepKind.Mute:
                await recommender.TuneAsync(user, ControlOf(step.Wish!));
                return 0;
            case StepKind.Boost:
                await recommender.TuneAsync(user, ControlOf(step.Wish!));
                return 0;
            case StepKind.Pin:
                await recommender.PinAsync(user, film);
                return 0;
            case StepKind.Ban:
                await recommender.BanAsync(user, film);
                return 0;
            case StepKind.TakeBack:
                return await recommender.UntuneAsync(user, ControlOf(step.Wish!)) ? 1 : 0;
            case StepKind.Describe:
                UserValue[] values = step.Age == 0 ? [] : [new("age", step.Age), new("country", Film.CountryOf(step.Age))];
                await recommender.DescribeUserAsync(user, values);
                return 0;
            case StepKind.Add:
                await recommender.AddItemAsync(film);
                return 0;
            case StepKind.Update:
                recommender.UpdateItem(film);
                return 0;
            case StepKind.Remove:
                return recommender.RemoveItem(film) ? 1 : 0;
            default:
                await recommender.CheckpointAsync();
                return 0;
        }
    }

    public Task<Forgotten> ForgetUserAsync(int user) => recommender.ForgetUserAsync(keys.OfUser(user)).AsTask();

    public Task<long> LearnAsync(IEnumerable<(int User, Film Film, float Value, long Time)> ratings) => recommender.LearnAsync(
        ratings.Select(one => new UserRating<TKey, Film>(
            keys.OfUser(one.User), one.Film, one.Value, DateTimeOffset.FromUnixTimeSeconds(one.Time))).ToAsyncEnumerable());

    public Task<TrainingReport> TrainAsync() => recommender.TrainAsync();

    public IReadOnlyList<ItemRating<Film>> RatingsOf(int user) => isOfEvents
        ? [.. recommender.EventsOf(keys.OfUser(user)).Select(one => new ItemRating<Film>(one.Item, (float)one.Total, one.Time))]
        : recommender.RatingsOf(keys.OfUser(user));

    public IReadOnlyList<Suggestion<Film>> Recommend(int user, int count, Func<Film, bool>? where) =>
        recommender.Recommend(keys.OfUser(user), count, where);

    public double? Predict(int user, Film film) => isOfEvents ? null : recommender.Predict(keys.OfUser(user), film);

    public IReadOnlyList<Wish> WishesOf(int user) => [.. recommender.ControlsOf(keys.OfUser(user)).Select(WishOf)];

    public string DescriptionOf(int user) => string.Join(", ", recommender.DescriptionOf(keys.OfUser(user)));

    public int UserId(int user) => recommender.TryGetUserId(keys.OfUser(user), out int id) ? id : -1;

    public int FilmId(int film) => recommender.TryGetItemId(Film.Of(film), out int id) ? id : -1;

    public string KeyTextOf(int user) => keys.Text(keys.OfUser(user));

    private TuningControl ControlOf(Wish wish) => wish.Kind switch
    {
        StepKind.Mute => TuningControl.Mute("genre", wish.Genre!),
        StepKind.Boost => TuningControl.Boost("genre", wish.Genre!, BoostBy),
        StepKind.Pin => TuningControl.Pin(FilmId(wish.Film)),
        _ => TuningControl.Ban(FilmId(wish.Film)),
    };

    private Wish WishOf(TuningControl control) => control.Kind switch
    {
        TuningKind.Mute => new Wish(StepKind.Mute, control.Conditions[0].Value, -1),
        TuningKind.Boost => new Wish(StepKind.Boost, control.Conditions[0].Value, -1),
        TuningKind.Pin => new Wish(StepKind.Pin, null, NumberOf(control.Item!.Value)),
        _ => new Wish(StepKind.Ban, null, NumberOf(control.Item!.Value)),
    };

    // Films that were removed have an id but no record. Ids do not change.
    private int NumberOf(int id)
    {
        if (!_numbers.TryGetValue(id, out int number))
        {
            number = Film.Numbers.First(one => FilmId(one) == id);
            _numbers[id] = number;
        }

        return number;
    }
}
