namespace LiveTuning.Audience;

/// <summary>Who makes a request.</summary>
/// <param name="Key">The secret key of the visitor's cookie; empty without a cookie.</param>
/// <param name="Address">The address that the request came from.</param>
internal readonly record struct Guest(string Key, string Address);
