using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <summary>An open recommender with keys of some type; users are given by their numbers.</summary>
internal interface IDoor : IAsyncDisposable
{
    /// <summary>The users, in ascending order.</summary>
    IReadOnlyList<int> Users { get; }

    IReadOnlyList<Film> Films { get; }

    int RatingCount { get; }

    /// <summary>Whether it learns events in place of ratings.</summary>
    bool IsOfEvents { get; }

    RecommenderHealth Health { get; }

    TrainingReport? LastTraining { get; }

    IRecommender? Inner { get; }

    /// <summary>The recommender itself.</summary>
    object Recommender { get; }

    /// <summary>Does a step.</summary>
    /// <returns>As <see cref="Model.Do"/>.</returns>
    Task<int> DoAsync(Step step);

    Task<Forgotten> ForgetUserAsync(int user);

    /// <summary>Learns ratings of users as a stream.</summary>
    Task<long> LearnAsync(IEnumerable<(int User, Film Film, float Value, long Time)> ratings);

    Task<TrainingReport> TrainAsync();

    /// <summary>The ratings, or the totals of events.</summary>
    IReadOnlyList<ItemRating<Film>> RatingsOf(int user);

    IReadOnlyList<Suggestion<Film>> Recommend(int user, int count, Func<Film, bool>? where = null);

    /// <summary>The predicted rating; null if there are events.</summary>
    double? Predict(int user, Film film);

    IReadOnlyList<Wish> WishesOf(int user);

    /// <summary>What is known of a user, in words; empty if nothing is.</summary>
    string DescriptionOf(int user);

    /// <summary>The id inside; -1 if there is none.</summary>
    int UserId(int user);

    /// <summary>The id inside; -1 if there is none.</summary>
    int FilmId(int film);

    /// <summary>A user's key as it is stored.</summary>
    string KeyTextOf(int user);
}
