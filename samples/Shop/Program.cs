using ShopSample;

if (args.FirstOrDefault(arg => arg.StartsWith('-')) is "--help" or "-h" or "-?")
{
    Console.WriteLine("""
        A shop's interface: clicks, purchases, lists with reasons.

        dotnet run --project samples/Shop -- [OPTION VALUE]...

          --data DIR   where to store what customers did; default a folder beside
                       the program
          --urls URL   where to listen; default http://localhost:5000

        All other settings of ASP.NET are options too.
        """);
    return 0;
}

try
{
    await using WebApplication shop = ShopApp.Create(args);
    await shop.RunAsync();
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
