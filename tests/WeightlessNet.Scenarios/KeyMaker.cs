using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <summary>Makes keys of one type from numbers.</summary>
/// <param name="OfUser">The key of a user.</param>
/// <param name="OfFilm">The key of a film.</param>
/// <param name="UserNumber">The number of a user's key.</param>
/// <param name="Text">A key as it is stored.</param>
/// <param name="Format">The application's format; null where the library knows the type.</param>
internal sealed record KeyMaker<TKey>(
    Func<int, TKey> OfUser, Func<int, TKey> OfFilm, Func<TKey, int> UserNumber, Func<TKey, string> Text, KeyFormat<TKey>? Format)
    where TKey : notnull;
