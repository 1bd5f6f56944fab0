using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <summary>Compares an open recommender with the model of what must be in it.</summary>
internal static partial class Checks
{
    /// <summary>The decimals of the amounts of events.</summary>
    public const int Decimals = 2;

    // Inside, a total is a number of the smallest amounts, divided by this.
    private const decimal InnerDivisor = 1 << 22;

    /// <summary>The number of a user of whom nothing is ever learned.</summary>
    public const int Stranger = 777;

    public static void Agree(IDoor door, Model model)
    {
        Assert.Equal(model.Users.Keys, door.Users);
        Assert.Equal(model.Users.Values.Sum(profile => profile.Ratings.Count), door.RatingCount);
        Assert.Equal(
            model.Films.Values.Select(film => (film.Number, film.Edition)),
            door.Films.Select(film => (film.Number, film.Edition)).Order());
        foreach (int user in model.Users.Keys.Union(Enumerable.Range(0, History.Users)).Append(Stranger).ToArray())
        {
            CheckUser(door, model, user);
        }
    }

    /// <summary>What must be known of a user, in words.</summary>
    public static string DescriptionOf(Profile profile) => profile.Age == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"age {profile.Age}, country {Film.CountryOf(profile.Age)}");

    /// <summary>Whether a file of a recommender's folder has a text. The log has UTF-8, checkpoints have UTF-16.</summary>
    public static bool IsInFiles(string folder, string text) => Directory.GetFiles(folder)
        .Where(file => Path.GetFileName(file) != "lock")
        .Select(File.ReadAllBytes)
        .Any(bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0);

    private static void CheckUser(IDoor door, Model model, int user)
    {
        Profile profile = model.Of(user);
        Assert.Equal(
            profile.Ratings.Where(rating => model.Films.ContainsKey(rating.Key))
                .Select(rating => $"{rating.Key} {rating.Value.Value} {rating.Value.Time}"),
            door.RatingsOf(user).OrderBy(rating => rating.Item.Number)
                .Select(rating => $"{rating.Item.Number} {rating.Value} {rating.Time?.ToUnixTimeSeconds() ?? 0}"));
        Assert.Equal(profile.Wishes, door.WishesOf(user));
        Assert.Equal(DescriptionOf(profile), door.DescriptionOf(user));
        Assert.Equal(model.Users.ContainsKey(user), door.UserId(user) >= 0);
        CheckInside(door, profile, user);
        CheckList(door, model, user);
    }

    // The id of a user has that user's ratings inside, also those of removed films.
    private static void CheckInside(IDoor door, Profile profile, int user)
    {
        float Shown(float value) => door.IsOfEvents ? (float)((decimal)value * InnerDivisor / 100) : value;
        int id = door.UserId(user);
        if (id >= 0 && door.Inner?.Get<IPortableRecommender>() is { } inner)
        {
            Assert.Equal(
                profile.Ratings.Select(rating => (door.FilmId(rating.Key), rating.Value.Value)).Order(),
                inner.Export(id).Ratings.ToArray().Select(rating => (rating.Item, Shown(rating.Value))).Order());
        }
    }

    private static void CheckList(IDoor door, Model model, int user)
    {
        Profile profile = model.Of(user);
        IReadOnlyList<Suggestion<Film>> list = door.Recommend(user, 1000);
        Film[] expected = [.. model.ListOf(user)];
        Assert.Equal(
            expected.Select(film => (film.Number, film.Edition)),
            list.Select(one => (one.Item.Number, one.Item.Edition)).Order());

        // Films that are not in it take no place.
        Assert.Equal(Math.Min(3, expected.Length), door.Recommend(user, 3).Count);

        // Pins come first, in their order.
        int[] pinned =
        [
            .. profile.Wishes.Where(wish => wish.Kind == StepKind.Pin).Select(wish => wish.Film).Distinct()
                .Where(film => expected.Any(one => one.Number == film)),
        ];
        Assert.Equal(pinned.Order(), list.Take(pinned.Length).Select(one => one.Item.Number).Order());

        IReadOnlyList<Suggestion<Film>> some = door.Recommend(user, 5, film => film.Year >= 1980);
        Assert.Equal(Math.Min(5, expected.Count(film => film.Year >= 1980)), some.Count);
        Assert.All(some, one => Assert.InRange(one.Item.Year, 1980, 2030));

        HashSet<int> own = [.. profile.Ratings.Keys.Select(door.FilmId)];
        foreach (Suggestion<Film> one in list.Take(2).Concat(some.Take(1)))
        {
            Assert.All(one.Explanation.ByRating, part => Assert.Contains(part.Item, own));
            Assert.All(
                TitleNumber().Matches(one.Why),
                title => Assert.Contains(int.Parse(title.Groups[1].Value, CultureInfo.InvariantCulture), profile.Ratings.Keys));
            double parts = one.Explanation.Base.Sum(part => part.Amount) + one.Explanation.ByField.Sum(part => part.Amount)
                + one.Explanation.ByControl.Sum(part => part.Amount);
            Assert.Equal(one.Explanation.Score, parts, 1e-6);
            Assert.InRange(door.Predict(user, one.Item) ?? 1, 0.5, 5);
        }
    }

    [GeneratedRegex("Film ([0-9]{4})")]
    private static partial Regex TitleNumber();
}
