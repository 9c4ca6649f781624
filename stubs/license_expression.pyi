class ExpressionError(Exception): ...

class AND:
    args: tuple[object, ...]

class OR:
    args: tuple[object, ...]

class LicenseSymbol:
    key: str

class LicenseWithExceptionSymbol:
    license_symbol: LicenseSymbol
    exception_symbol: LicenseSymbol

class Licensing:
    def parse(self, expression: str, validate: bool = ..., strict: bool = ...) -> object: ...

def get_spdx_licensing() -> Licensing: ...
