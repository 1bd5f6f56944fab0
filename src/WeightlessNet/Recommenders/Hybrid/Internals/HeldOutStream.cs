using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Holds out parts of the users as newcomers of a stream: each of their ratings is asked when the user had given only the earlier ones.
/// </summary>
/// <remarks>
/// Weights that are learned from few users fit these. Where there are few ratings, all parts of the users are asked, each of models that
/// were trained without it; where there are many, the first part suffices.
/// </remarks>
internal sealed class HeldOutStream
{
    private const int AllParts = 5;
    private const int MostOfUser = 48;

    // With fewer, the weights would be learned from the tastes of a few users, or from nothing.
    private const int FewestUsers = 8;
    private const int FewestQuestions = 100;

    // More questions do not change the weights, but take memory and time: of one part, and of all together.
    private const long MostQuestions = 20_000;
    private const long MostLogged = 1_000_000;
    private const long MostQuestionsOfAll = 25_000;
    private const long MostLoggedOfAll = 2_000_000;

    private readonly ulong _seed;
    private readonly int _step;

    /// <param name="seed">The seed that decides which part a user belongs to.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="canRotate">Whether models can be trained for more than one part.</param>
    public HeldOutStream(ulong seed, RatingLog ratings, bool canRotate)
    {
        _seed = seed;
        Ratings = ratings;
        long questions = 1;
        long logged = 1;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            int own = ratings.OfUser(user).Length;
            if (own > 0 && IsHeldOut(0, user))
            {
                int asked = Math.Min(own, MostOfUser);
                questions += asked;
                logged += (long)asked * own / 2;
            }
        }

        _step = (int)Math.Max((questions + MostQuestions - 1) / MostQuestions, (logged + MostLogged - 1) / MostLogged);
        PartCount = canRotate
            ? (int)Math.Clamp(Math.Min(MostQuestionsOfAll / questions, MostLoggedOfAll / logged), 1, AllParts)
            : 1;
        HasEnough = AreEnough();
    }

    /// <summary>All ratings.</summary>
    public RatingLog Ratings { get; }

    /// <summary>How many parts of the users are held out, one after the other.</summary>
    public int PartCount { get; }

    /// <summary>Whether enough users are held out to learn weights from their questions.</summary>
    public bool HasEnough { get; }

    /// <summary>Whether ratings come as a stream: most users with several ratings gave them at different times.</summary>
    /// <param name="ratings">The ratings.</param>
    public static bool AreTimed(RatingLog ratings)
    {
        int timed = 0;
        int users = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            UserRatings own = ratings.OfUser(user);
            bool differs = false;
            for (int entry = 1; entry < own.Length; entry++)
            {
                differs |= own[entry].Timestamp != own[0].Timestamp;
            }

            users += own.Length > 1 ? 1 : 0;
            timed += differs ? 1 : 0;
        }

        return users > 0 && timed >= 0.9 * users;
    }

    /// <summary>Whether a user belongs to a part, held out with all ratings.</summary>
    public bool IsHeldOut(int part, int user) => PartOf(user) == part;

    /// <summary>Asks a part of the users. Every question has a user of its own.</summary>
    /// <param name="part">The part.</param>
    /// <param name="central">The central models, trained without these users.</param>
    /// <param name="scale">The scale of the ratings.</param>
    public HeldOutQuestions Ask(int part, IFoldInModel[] central, RatingScale scale)
    {
        List<Rating> held = [];
        RatingLog logged = new(scale);
        List<double> importance = [];
        List<short>[] answers = [.. central.Select(_ => new List<short>())];
        double[][] factors = [.. central.Select(model => new double[model.FactorCount])];
        RatingUnits units = new(scale);
        int turn = 0;
        for (int user = 0; user < Ratings.UserCount; user++)
        {
            if (Ratings.OfUser(user).IsEmpty || !IsHeldOut(part, user) || turn++ % _step != 0)
            {
                continue;
            }

            RatedItem[] own = Ratings.OfUser(user).ToArray();
            Array.Sort(own, static (left, right) =>
                left.Timestamp != right.Timestamp ? left.Timestamp.CompareTo(right.Timestamp) : left.Item.CompareTo(right.Item));
            int questions = Math.Min(own.Length, MostOfUser);
            for (int question = 0; question < questions; question++)
            {
                int at = (int)((long)question * own.Length / questions);
                int asker = held.Count;
                RatedItem asked = own[at];
                held.Add(new Rating(asker, asked.Item, asked.Value, asked.Timestamp));
                importance.Add((double)own.Length / questions);
                ReadOnlySpan<RatedItem> earlier = own.AsSpan(0, at);
                Log(logged, asker, earlier);
                for (int model = 0; model < central.Length; model++)
                {
                    central[model].FoldIn(earlier, factors[model]);
                    answers[model].Add((short)units.FromRating((float)central[model].Predict(factors[model], asked.Item)));
                }
            }
        }

        return new HeldOutQuestions
        {
            Logged = logged,
            Crowd = Ratings,
            CrowdKnowsHeld = true,
            Held = [.. held],
            CentralAnswers = [.. answers.Select(static model => model.ToArray())],
            Importance = [.. importance],
            Kept = () => Ratings.Where((user, _) => !IsHeldOut(part, user)),
        };
    }

    private static void Log(RatingLog logged, int user, ReadOnlySpan<RatedItem> ratings)
    {
        if (!ratings.IsEmpty)
        {
            logged.Reserve(user, ratings.Length);
        }

        foreach (RatedItem rated in ratings)
        {
            logged.Set(new Rating(user, rated.Item, rated.Value, rated.Timestamp), out _);
        }
    }

    private bool AreEnough()
    {
        int users = 0;
        int questions = 0;
        for (int user = 0; user < Ratings.UserCount; user++)
        {
            int own = Ratings.OfUser(user).Length;
            if (own > 0 && PartOf(user) < PartCount)
            {
                users++;
                questions += Math.Min(own, MostOfUser);
            }

            if (users >= FewestUsers && questions >= FewestQuestions)
            {
                return true;
            }
        }

        return false;
    }

    private int PartOf(int user) => (int)new SplitMix64(_seed ^ ((ulong)(uint)user << 32)).Next(AllParts);
}
